"""What a view's filters keep, in words: a sheet, a table or a chart that shows a part says which."""

from django.utils.translation import gettext as _

from carto.fiches.filters import Filters
from carto.fiches.grouping import among_said
from carto.fiches.models import Etiquette, Stage, Theme
from carto.territoires.models import Rue, Territoire


def kept_in_words(filters: Filters) -> list[str]:
    """One piece a filter, the layers aside: « Voirie », « depuis le 01/01/2026 », « Rezé »."""
    said = [theme.name for theme in Theme.objects.filter(code__in=filters.themes)]
    said += [str(Stage(stage).label) for stage in filters.etapes]
    if filters.depuis:
        said.append(_("depuis le %(day)s") % {"day": filters.depuis.strftime("%d/%m/%Y")})
    if filters.jusqua:
        said.append(_("jusqu’au %(day)s") % {"day": filters.jusqua.strftime("%d/%m/%Y")})
    said += [tag.name for tag in Etiquette.objects.filter(slug=filters.etiquette)]
    said += [_place(filters.territoire)] if filters.territoire else []
    said += [_("dans un rectangle de la carte")] if filters.cadre else []
    return said + among_said(filters.parmi)


def _place(code: str) -> str:
    """Its name; the code where nothing bears it."""
    for named in (Territoire.objects.filter(code=code, valid_to=None).order_by("level"), Rue.objects.filter(code=code)):
        if name := named.values_list("name", flat=True).first():
            return name
    return code
