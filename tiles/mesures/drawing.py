"""The scale that a zoom is coloured at, and the figures on its features. No feature is coloured at two scales."""

from collections.abc import Sequence
from typing import Final

from carto.fiches.mesures import Niveau
from tiles.grid import Tile
from tiles.mesures.figures import Colouring
from tiles.mesures.querysets import beside, streets_in
from tiles.mvt import Rows

QUARTIERS_FROM: Final = 12  # zoom: communes below
STREETS_FROM: Final = 15


def niveau_at(zoom: int) -> Niveau:
    """Communes, then quartiers, then streets."""
    if zoom < QUARTIERS_FROM:
        return Niveau.COMMUNE
    return Niveau.QUARTIER if zoom < STREETS_FROM else Niveau.RUE


def coloured_territoires(sources: Sequence[Rows], tile: Tile, colouring: Colouring) -> list[Rows]:
    """The areas with their figures; the points that bear the names stay bare, so that nothing is there twice."""
    niveau = niveau_at(tile.z)
    if niveau is Niveau.RUE:
        return list(sources)
    areas, *names = sources
    return [beside(areas, colouring.figures(niveau)), *names]


def coloured_rues(sources: Sequence[Rows], tile: Tile, colouring: Colouring) -> list[Rows]:
    """The streets with their figures."""
    if niveau_at(tile.z) is not Niveau.RUE:
        return list(sources)
    figures = colouring.figures(Niveau.RUE)
    here = {street: figures[street] for street in streets_in(tile) if street in figures}
    return [beside(source, here) for source in sources]
