"""Juries of residents on the city's calendar: from the draw to the verdict, at the quartier and never at the point."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from carto.demarches.agenda.entries import Entry, Sort, Window
from carto.fiches.models import Jury
from carto.fiches.querysets import day_begins


def calendar(window: Window) -> Iterator[Entry]:
    """What overlaps the window; one query. What is contested may be hidden: neither its title nor its place is told."""
    since = day_begins(window.since)
    found = Jury.objects.filter(drawn_at__date__lte=window.until)
    found = found.filter(Q(settled_at__gte=since) | Q(settled_at=None, closes_at__gte=since))
    for each in found.select_related("acte__fiche"):
        area = each.acte.fiche.quartier_id or each.acte.fiche.commune_id
        yield Entry(
            f"jury-{each.pk}", Sort.JURY.value, _("Un jury d’habitants regarde une décision de modération"),
            each.drawn_at, reverse("fiches:moderation:act", args=[each.acte_id]),
            ends=each.settled_at or each.closes_at, areas=(area,) if area else (), process=True,
        )  # fmt: skip
