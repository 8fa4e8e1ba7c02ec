"""What the rooms put on the page of whoever sent an idea, by its secret link or the account (`Layer.own`).

A room's `own_piece(idee, door)` returns what its template needs; `door.url("mot")` is the address of what it offers.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.module_loading import import_string

from carto.fiches.own.doors import Door
from projets.idees.models import Idee

# (dotted path of its function, its template), in the order in which the page shows them.
OWN: Final[Sequence[tuple[str, str]]] = (("projets.idees.fusions.pieces.own_piece", "idees/fusions/_own.html"),)


def own(idee: Idee, door: Door) -> dict[str, Any]:
    """What all rooms tell, and the templates that show it."""
    told: dict[str, Any] = {"own_templates": [template for _path, template in OWN]}
    for path, _template in OWN:
        told |= import_string(path)(idee, door)
    return told
