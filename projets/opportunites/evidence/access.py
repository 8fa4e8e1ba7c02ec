"""Who lives further than a walk from every place of a kind: along the city's streets, with the published population.

The inhabitants of a territory are spread over its streets, by their length; a street is as far as its middle.
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.utils import timezone

from carto.fiches.models import Theme
from carto.territoires.models import Level, Territoire
from carto.territoires.querysets import inhabitants
from carto.territoires.streets import HAIR, Going, Network, city_network
from projets.equipements.models import Equipement
from projets.opportunites.models import Acces, Formule

if TYPE_CHECKING:  # a second to load, for the few times that all is counted
    import geopandas
    import pandas

LEVELS: Final = (Level.IRIS, Level.QUARTIER, Level.COMMUNE)


def themes_of(formule: Formule, types: Collection[str]) -> set[str]:
    """The codes of the themes for which one walks to a facility of these types."""
    return {theme for theme, codes in formule.settings["access_types"].items() if set(codes) & set(types)}


def count_access(formule: Formule, themes: Collection[str] | None = None, network: Network | None = None) -> None:
    """Write Acces anew for these themes (all of them by default); none where there are no streets or no such places.

    Along the city's own streets, unless others are given.
    """
    walked = formule.settings["access_types"]
    chosen = Theme.objects.filter(code__in=walked if themes is None else themes)
    (Acces.objects.all() if themes is None else Acces.objects.filter(theme__in=chosen)).delete()
    network = network or city_network(Going.FOOT)
    sources = {theme: list(_places(walked[theme.code])) for theme in chosen if theme.code in walked}
    if network is None or not any(sources.values()):
        return
    homes = _homes(network)
    reach = formule.settings["walk_minutes"] * formule.settings["walk_metres_a_minute"]
    for theme, places in sources.items():
        if places and len(homes):
            _write(theme, homes, _metres(network, places) > reach)


def _places(types: Collection[str]) -> QuerySet:
    """Where the public facilities of these types are, that are not closed (SRID 4326)."""
    there = Equipement.objects.public().filter(type__code__in=types).exclude(status__in=("closed", "planned"))
    return there.order_by("pk").values_list("geom", flat=True)


def _metres(network: Network, places: Collection[Point]) -> np.ndarray:
    """From the middle of each street to the nearest of the places, on foot; infinite where no way leads."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    start, reached = network.nodes, {}
    own = np.full(len(network.metres), np.inf)  # of streets on which one of the places stands
    for spot in filter(None, (network.spot(place.point_on_surface) for place in places)):
        metres = network.metres[spot.street]
        own[spot.street] = min(own[spot.street], abs(0.5 - spot.share) * metres + spot.gap)
        for end, share in zip(network.ends[spot.street].tolist(), (spot.share, 1 - spot.share), strict=True):
            reached[end] = min(reached.get(end, np.inf), max(share * metres + spot.gap, HAIR))
    first, last, metres = network.moves
    matrix = csr_matrix(
        (
            np.concatenate([metres, list(reached.values())]),
            (np.concatenate([first, np.full(len(reached), start)]), np.concatenate([last, list(reached)])),
        ),
        shape=(start + 1, start + 1),
    )
    found = dijkstra(matrix, indices=start)
    return np.minimum(found[network.ends].min(axis=1) + network.metres / 2, own)


def _homes(network: Network) -> "geopandas.GeoDataFrame":
    """One row a street that people live along: its `rank`, `quartier`, `commune`, `home`, and its `people`.

    `home` is the territory whose population is known: the finest level that is published in its commune.
    """
    import geopandas

    middles = shapely.line_interpolate_point(network.lines, 0.5, normalized=True)
    spots = shapely.transform(middles, lambda metres: metres / network.scale)
    streets = geopandas.GeoDataFrame({"metres": network.metres}, geometry=spots, crs=4326)
    day = timezone.localdate()
    known = {pk: float(count) for pk, (count, _year) in inhabitants(day).items()}
    for level in LEVELS:
        streets[level.name] = _lying_in(streets, level, day)
    streets["home"] = np.nan
    for level in LEVELS:
        counted = streets[level.name].where(streets[level.name].isin(list(known)))
        # A commune whose IRIS are counted is not counted a second time as a whole.
        done = streets.groupby(streets["COMMUNE"].fillna(0))["home"].transform("count") > 0
        streets["home"] = streets["home"].where(done, counted)
    streets = streets.dropna(subset=["home"])
    along = streets.groupby("home")["metres"].transform("sum")
    streets["people"] = streets["home"].map(known) * streets["metres"] / along
    return streets


def _lying_in(streets: "geopandas.GeoDataFrame", level: Level, day: date) -> "pandas.Series":
    """The id of the territory of that level where each street's middle lies; NaN for none."""
    import geopandas
    import pandas

    rows = Territoire.objects.in_force(day).filter(level=level).order_by("pk").values_list("pk", "geom")
    shapes = [(pk, shapely.from_wkb(bytes(geom.wkb))) for pk, geom in rows]
    if not shapes:
        return pandas.Series(np.nan, index=streets.index)
    found = geopandas.GeoDataFrame({"pk": [pk for pk, _ in shapes]}, geometry=[shape for _, shape in shapes], crs=4326)
    joined = streets[["geometry"]].sjoin(found, predicate="within")
    return joined.groupby(level=0)["pk"].min().reindex(streets.index)


def _write(theme: Theme, homes: "geopandas.GeoDataFrame", far: np.ndarray) -> None:
    """Inhabitants, near and far, of each territory by quartier and commune."""
    lived = homes.assign(far=homes["people"].where(far[homes.index], 0.0))
    summed = lived.groupby(["home", "QUARTIER", "COMMUNE"], dropna=False)[["people", "far"]].sum().reset_index()
    Acces.objects.bulk_create(
        Acces(
            theme=theme, territoire_id=int(row.home), quartier_id=_id(row.QUARTIER), commune_id=_id(row.COMMUNE),
            inhabitants=round(row.people, 2), far=round(row.far, 2),
        )
        for row in summed.itertuples()
    )  # fmt: skip


def _id(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
