"""Participatory budgets on the city's calendar: the edition, from the first proposal to the count."""

from collections.abc import Iterator

from carto.demarches.agenda.entries import Entry, Sort, Window
from carto.fiches.querysets import day_begins
from projets.budgets.models import BudgetParticipatif


def calendar(window: Window) -> Iterator[Entry]:
    """What is public and overlaps the window; two queries."""
    found = BudgetParticipatif.objects.public().filter(opens_at__date__lte=window.until)
    for each in found.filter(counts_at__gte=day_begins(window.since)).prefetch_related("enveloppes"):
        areas = {one.territoire_id for one in each.enveloppes.all()}
        yield Entry(
            f"budget-{each.slug}", Sort.BUDGET.value, each.title, each.opens_at, each.get_absolute_url(),
            ends=each.counts_at, text=each.text, process=True,
            areas=() if None in areas else tuple(sorted(areas)),  # an envelope of the whole city is everybody's
        )  # fmt: skip
