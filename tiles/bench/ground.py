"""What every measure is given: the city, the server, how many rounds, where to speak; and the tiles it asks for."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings

from tiles.bench import loaders
from tiles.bench.city import drawn_spots
from tiles.bench.tables import Targets, Tell
from tiles.grid import Tile, tile_at

LAYERS: Final = "signalements,idees,equipements,opportunites"
FOLDER: Final[Path] = settings.CARTO_VAR / "bench"
SPOTS: Final = 600
ZOOMS: Final = range(19)
# Any days: within a month, across years, a single one, open at either end.
PERIODS: Final = (
    "depuis=2026-01-01", "depuis=2019-03-07&jusqua=2019-03-29", "depuis=2021-11-15&jusqua=2024-02-03",
    "jusqua=2018-08-08", "depuis=2023-06-21&jusqua=2023-06-21", "depuis=2017-01-30&jusqua=2025-12-24",
    "depuis=2026-08-02&jusqua=2026-10-31", "depuis=2020-02-29&jusqua=2022-02-28",
)  # fmt: skip
STAGES: Final = ("etapes=new,in_progress", "etapes=done", "etapes=new")


@dataclass(frozen=True)
class Question:
    """One kind of filter: its queries are asked in turn, on tiles that hold fiches of `territoire` when it is named."""

    name: str
    queries: Sequence[str]
    territoire: str = ""


@dataclass
class Ground:
    """One city being measured."""

    count: int  # fiches
    database: str
    web: str  # the product's address
    rounds: int
    tell: Tell
    targets: Targets
    seconds: float = 5.0  # how long one load lasts
    asked: int = 40  # cold tiles a zoom, filter and round…
    budget: float = 3.0  # …or as many as there are in so many seconds, where tiles are slow
    peers: Sequence[str] = ()
    first: float = 0.0  # what the very first tile of a new process took, milliseconds
    _spots: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def spots(self, territoire: str = "") -> list[tuple[float, float]]:
        """Where some fiches lie (4326), drawn once."""
        if territoire not in self._spots:
            self._spots[territoire] = drawn_spots(SPOTS, territoire)
        return self._spots[territoire]

    def tiles(self, z: int, most: int, territoire: str = "") -> list[Tile]:
        """Different tiles of a zoom, each around a fiche drawn at random; fewer than `most` where there are no more."""
        found = dict.fromkeys(tile_at(*spot, z) for spot in self.spots(territoire))
        return list(islice(found, most))

    @cached_property
    def questions(self) -> list[Question]:
        """The filters of the map, alone and all together."""
        themes = loaders.commonest_themes(4)
        chosen = [f"themes={code}" for code in themes] + [f"themes={','.join(themes[1:3])}"]
        together = [f"{chosen[n % len(chosen)]}&{STAGES[n % 2]}&{period}" for n, period in enumerate(PERIODS)]
        asked = [
            Question("thème", chosen),
            Question("étapes", STAGES),
            Question("période", PERIODS),
            Question("les trois", together),
        ]
        asked += [Question("quartier", [f"territoire={code}"], code) for code in loaders.fullest_quartiers(1)]
        return asked


def path(tile: Tile, query: str = "") -> str:
    """A tile's address on our server, without its host."""
    address = f"/tuiles/{LAYERS}/{tile.z}/{tile.x}/{tile.y}.mvt"
    return f"{address}?{query}" if query else address


def shuffled(paths: Sequence[str]) -> list[str]:
    """The same addresses in another order, always the same."""
    return random.Random(9).sample(list(paths), len(paths))
