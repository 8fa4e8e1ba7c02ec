"""Twenty thousand people's places and a thousand new fiches: who hears of what, exactly, and how long it takes."""

from time import perf_counter
from typing import Final

from django.contrib.gis.geos import Point

from carto.alertes.models import Message
from carto.alertes.outbox import make_messages
from carto.alertes.tasks import TOGETHER
from carto.fiches.models import Evenement, Fiche, What
from carto.geometry import STORED
from tiles.bench import loaders
from tiles.bench.ground import Ground
from tiles.bench.querysets.alertes import expected, follow_places, missed
from tiles.bench.querysets.opportunites import crowded_spots
from tiles.bench.tables import EXACTLY, number, percentile, table, whole

FOLLOWED: Final = 20_000
NEW: Final = 1_000  # fiches
ALONE: Final = 100  # of which that many come one by one
SOON: Final = 60.0  # seconds


def measure(ground: Ground) -> None:
    """Print how long the messages of a thousand new fiches take: some alone, the others as the worker takes a queue."""
    follow_places(FOLLOWED)
    loaders.settle()
    lines = [_sent(spot) for spot in crowded_spots(NEW)]
    fiches = [line.fiche_id for line in lines]
    made, took = 0, []
    queue = [[line] for line in lines[:ALONE]]
    queue += [lines[first : first + TOGETHER] for first in range(ALONE, len(lines), TOGETHER)]
    for together in queue:
        began = perf_counter()
        made += make_messages(*together)
        took.append(perf_counter() - began)
    again = make_messages(*lines)
    wanted, left_out = expected(fiches), missed(fiches)
    told = Message.objects.filter(news__in=fiches).count()
    ground.tell(f"\nAlertes : {whole(FOLLOWED)} abonnements à des lieux, {whole(NEW)} nouvelles fiches (secondes)")
    rows = [("une fiche", number(percentile(took[:ALONE], 0.5), 3), number(max(took[:ALONE]), 3))]
    rows.append(("toutes", number(sum(took)), ""))
    ground.tell(table(("", "p50", "max"), rows))
    exact = made == told == wanted and left_out == 0 and again == 0
    said = f"{whole(made)} messages, {whole(wanted)} attendus, {whole(left_out)} oubliés, {whole(again)} en double"
    aim = ground.targets.aim
    ground.tell(aim("alertes, comme une jointure simple", EXACTLY, said, kept=exact))
    ground.tell(aim("alertes, temps", f"≤ {whole(SOON)} s", f"{number(sum(took))} s", kept=sum(took) <= SOON))


def _sent(spot: tuple[float, float, int]) -> Evenement:
    """One new report there, and the first line of its history."""
    longitude, latitude, theme = spot
    place = Point(longitude, latitude, srid=STORED)
    fiche = Fiche.objects.create(kind="signalement", title="Essai", theme_id=theme, geom=place)
    return Evenement.objects.create(fiche=fiche, what=What.SUBMITTED, actor_role="resident")
