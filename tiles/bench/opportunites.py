"""Candidates of a large city, on Geneva's streets: counting all, then what one fiche touches, then moving a weight."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Final

from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.management import call_command

from carto.fiches.models import Fiche
from carto.geometry import STORED
from carto.territoires.actions import load_streets
from carto.territoires.network import walking_graph
from carto.territoires.streets import Network
from projets.idees.models import Autocollant, Idee
from projets.opportunites.evidence.actions import compute_candidates, refresh_changed
from projets.opportunites.models import Candidat, Scale
from tiles.bench import loaders, weights
from tiles.bench.ground import Ground
from tiles.bench.querysets.idees import load_idees
from tiles.bench.querysets.opportunites import crowded_spots, furnish, has_streets, lay_streets
from tiles.bench.rounds import EXTRACT
from tiles.bench.servers import Absent
from tiles.bench.tables import number, percentile, table, whole

IDEES, FACILITIES = 100_000, 5_000
NEW: Final = 8  # fiches of each kind, one after the other
GENEVA: Final = (6.1432, 46.2044)  # its centre goes where the city's is
WHOLE, ONE = 60.0, 2.0  # seconds


def measure(ground: Ground) -> None:
    """Print how long counting everything takes, how many candidates there are, how long one new fiche takes, then how
    soon the page is drawn anew when its reader moves a weight.
    """
    network = _streets(ground)
    began = perf_counter()
    written = compute_candidates(network=network)
    first = perf_counter() - began
    began = perf_counter()
    compute_candidates(network=network)
    again = perf_counter() - began
    ground.tell(f"{whole(written.new)} candidates : {_by_scale()}.")
    rows = [("tout compter, la première fois", "1", number(first, 2), number(first, 2))]
    rows += [("tout compter, les fois d’après", "1", number(again, 2), number(again, 2))]
    late = 0.0
    for name, make in (("un signalement de plus", _report), ("une idée de plus", _idea)):
        took = [_refreshed(make, spot) for spot in crowded_spots(NEW)]
        rows.append((name, whole(len(took)), number(percentile(took, 0.5), 2), number(max(took), 2)))
        late = max(late, *took)
    ground.tell("\nCandidates (secondes)")
    ground.tell(table(("", "fois", "p50", "max"), rows))
    aim, worst = ground.targets.aim, max(first, again)
    ground.tell(aim("candidates, tout", f"≤ {whole(WHOLE)} s", f"{number(worst)} s", kept=worst <= WHOLE))
    ground.tell(aim("candidates, une fiche", f"≤ {whole(ONE)} s", f"{number(late, 2)} s", kept=late <= ONE))
    weights.measure(ground)


def _streets(ground: Ground) -> Network:
    """Geneva's streets moved under the city, which gets them, ideas and facilities unless it has them."""
    extract = settings.CARTO_REAL_DATA and Path(settings.CARTO_REAL_DATA) / EXTRACT
    if not extract or not extract.is_file():
        raise Absent("CARTO_REAL_DATA n’a pas l’extrait de Genève")
    moved = tuple(there - here for there, here in zip(settings.CARTO_CENTRE, GENEVA, strict=True))
    for content in ("load_palette", "load_types", "load_formules"):
        call_command(content, stdout=StringIO())
    load_idees(IDEES)
    if not has_streets():
        list(load_streets(extract, add=False, trees=False))
        with loaders.without_indexes():
            lay_streets(*moved)
    furnish(FACILITIES)
    loaders.settle()
    network = Network.of(walking_graph(extract))
    ground.tell(
        f"{whole(len(network.metres))} bouts de rue de Genève, {whole(IDEES)} idées, {whole(FACILITIES)} équipements."
    )
    return replace(network, coords=network.coords + moved)


def _by_scale() -> str:
    return ", ".join(f"{whole(Candidat.objects.filter(scale=scale).count())} ({scale.value})" for scale in Scale)


def _refreshed(make: Callable[[tuple[float, float, int]], None], spot: tuple[float, float, int]) -> float:
    """Seconds from one fiche more to its numbers."""
    make(spot)
    began = perf_counter()
    refresh_changed()
    return perf_counter() - began


def _report(spot: tuple[float, float, int]) -> None:
    longitude, latitude, theme = spot
    place = Point(longitude, latitude, srid=STORED)
    Fiche.objects.create(kind="signalement", title="Essai", theme_id=theme, geom=place)


def _idea(spot: tuple[float, float, int]) -> None:
    longitude, latitude, theme = spot
    sticker = Autocollant.objects.filter(theme=theme).first() or Autocollant.objects.first()
    place = Point(longitude, latitude, srid=STORED)
    Idee.objects.create(kind="idee", title="Essai", theme_id=theme, geom=place, autocollant=sticker)
