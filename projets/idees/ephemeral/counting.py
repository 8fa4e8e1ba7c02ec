"""The count that remains of ideas that have passed: on their campaign's page, and on the list."""

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import ngettext

from carto.fiches.filters import Filters
from carto.fiches.models import Visibility
from projets.idees.layers import IDEES
from projets.idees.models import Campagne, Idee


def passed_in(campagne: Campagne) -> str:
    """« 12 idées éphémères sont passées ici. », of one campaign; empty when there were none."""
    return _said(Idee.objects.filter(campagne=campagne, visibility=Visibility.EXPIRED).count())


def passed_under(params: QueryDict) -> str:
    """The same of a list, under its own filters; what cannot be read of them is said by the list itself."""
    try:
        filters = Filters.read(params)
    except ValidationError:
        return ""
    return _said(filters.apply(IDEES.fiches().filter(visibility=Visibility.EXPIRED)).count())


def _said(count: int) -> str:
    told = ngettext("%(n)d idée éphémère est passée ici.", "%(n)d idées éphémères sont passées ici.", count)
    return told % {"n": count} if count else ""
