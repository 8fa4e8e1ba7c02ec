"""The file of all candidates."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projets.opportunites.evidence.exports import as_csv
from projets.opportunites.models import Scale


@require_safe
def candidates_csv(request: HttpRequest) -> StreamingHttpResponse:
    """`/opportunites/candidates.csv?echelle=rue`: one scale, or all of them; streamed. 404 for another scale."""
    scale = request.GET.get("echelle", "")
    if scale and scale not in Scale.values:
        raise Http404(_("Cette échelle n’existe pas : rue, quartier ou metropole."))
    name = f"candidates-{scale or 'toutes'}-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(as_csv(scale or None), content_type="text/csv; charset=utf-8", headers=headers)
