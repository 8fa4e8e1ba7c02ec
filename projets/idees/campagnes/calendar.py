"""Campaigns and workshops on the city's calendar."""

from collections.abc import Iterator

from carto.demarches.agenda.entries import Entry, Sort, Window
from carto.fiches.querysets import day_begins
from projets.idees.models import Atelier, Campagne


def calendar(window: Window) -> Iterator[Entry]:
    """What was published and overlaps the window; two queries."""
    found = Campagne.objects.filter(published_at__isnull=False, opens_at__date__lte=window.until)
    for each in found.filter(closes_at__gte=day_begins(window.since)).select_related("territoire"):
        where = each.territoire.name if each.territoire else ""
        yield Entry(
            f"campagne-{each.slug}", Sort.CAMPAIGN.value, each.title, each.opens_at, each.get_absolute_url(),
            ends=each.closes_at, where=where, text=each.text, shape=each.geom, process=True,
            areas=(each.territoire_id,) if each.territoire_id else (),
        )  # fmt: skip
    for each in Atelier.objects.filter(day__range=(window.since, window.until)).select_related("campagne__territoire"):
        campagne = each.campagne
        shape = campagne.geom if campagne else None
        areas = (campagne.territoire_id,) if campagne and campagne.territoire_id else ()
        yield Entry(
            f"atelier-{each.slug}", Sort.WORKSHOP.value, each.title, each.day, each.get_absolute_url(),
            text=each.text, shape=shape, areas=areas,
        )  # fmt: skip
