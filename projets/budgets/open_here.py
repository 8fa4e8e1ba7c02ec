"""What one can take part in at a place: the participatory budgets in which one proposes or votes."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from carto.carte.one_page import Open
from carto.territoires.models import Territoire
from projets.budgets.models import BudgetParticipatif
from projets.budgets.models.phase import Phase


def open_here(place: Territoire) -> Iterator[Open]:
    """Those with money for this territory, or for all of the city; one query."""
    here = Q(enveloppes__territoire=place) | Q(enveloppes__territoire=None)
    found = BudgetParticipatif.objects.public().filter(here, vote_closes_at__gt=timezone.now())
    for each in found.distinct():
        if each.phase in (Phase.PROPOSING, Phase.VOTING):
            until = each.study_at if each.phase == Phase.PROPOSING else each.vote_closes_at
            yield Open(str(each.phase.label), each.title, each.get_absolute_url(), until)
