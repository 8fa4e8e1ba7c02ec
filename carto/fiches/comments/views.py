"""Sending a comment: `POST /fiches/<uuid>/commentaires/`."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from carto.fiches.comments.forms import CommentForm
from carto.fiches.comments.listing import page_of
from carto.fiches.layers import layer_of
from carto.fiches.models import Fiche, Visibility
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh

UNPROCESSABLE = 422


@never_cache
@require_POST
def comment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Store it and go back to it; refused, the form alone is shown again with what was typed."""
    readable = Fiche.objects.filter(visibility__in=(Visibility.PUBLIC, Visibility.JOINED))
    fiche = get_object_or_404(readable.for_cards(), uuid=uuid)
    person = request.user if request.user.is_authenticated else None
    form = CommentForm(request.POST, fiche=fiche, person=person)
    if not form.is_valid():
        context = {"fiche": fiche, "layer": layer_of(fiche.kind), "comment_form": form, "form": form}
        return render(request, "fiches/comments/refused.html", context, status=UNPROCESSABLE)
    stored = form.send(weigh(request, Sending.COMMENTAIRE, uuid=form.cleaned_data["uuid"]))
    if stored.visibility != Visibility.PUBLIC:
        messages.info(request, _("Merci. Une personne lira vos mots avant qu’ils paraissent."))
        return redirect(f"{fiche.get_absolute_url()}#paroles")
    return redirect(f"{fiche.get_absolute_url()}?commentaires={page_of(stored)}#parole-{stored.pk}")
