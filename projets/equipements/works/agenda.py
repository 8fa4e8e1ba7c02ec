"""The works of a place, for a calendar."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from carto.alertes.models import Heard
from carto.alertes.places.agenda import Dated
from carto.demarches.agenda.entries import Entry, Sort, Window
from carto.fiches.querysets import FicheQuerySet
from projets.equipements.models import Equipement, Nature

MOST = 500


def agenda(fiches: FicheQuerySet, since: date) -> Iterator[Dated]:
    """Works that have a first day and are not over on that day; one query."""
    found = Equipement.objects.filter(pk__in=fiches.order_by().values("pk"), nature=Nature.WORKS)
    found = found.filter(Q(ends_on__gte=since) | Q(ends_on=None, begins_on__gte=since), begins_on__isnull=False)
    for works in found.select_related("rue").order_by("begins_on", "pk"):
        where = works.address or (works.rue.name if works.rue else "")
        yield Dated(
            f"travaux-{works.uuid}", Heard.WORKS.value, works.title, works.begins_on, works.get_absolute_url(),
            ends=works.ends_on, where=where, text=works.text,
        )  # fmt: skip


def calendar(window: Window) -> Iterator[Entry]:
    """All the works of the city that overlap the window, for its calendar; one query."""
    found = Equipement.objects.public().filter(nature=Nature.WORKS, begins_on__lte=window.until)
    found = found.filter(Q(ends_on__gte=window.since) | Q(ends_on=None, begins_on__gte=window.since))
    for works in found.select_related("rue", "theme").order_by("begins_on", "pk")[:MOST]:
        area = works.quartier_id or works.commune_id
        yield Entry(
            f"travaux-{works.uuid}", Sort.WORKS.value, works.title, works.begins_on, works.get_absolute_url(),
            ends=works.ends_on, where=works.address or (works.rue.name if works.rue else ""), text=works.text,
            shape=works.geom, areas=(area,) if area else (), theme=works.theme.code, process=True,
        )  # fmt: skip
