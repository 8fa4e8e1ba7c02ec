"""What other rooms put on the page of a candidate: to carry it, to set it aside; each listed by its dotted path.

A room's `candidat_piece(request, candidat)` returns what its template needs, or nothing when it has nothing to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from projets.opportunites.models import Candidat


@dataclass(frozen=True)
class CandidatPiece:
    """One room's piece: `room`, of opportunités, has `pieces.candidat_piece`."""

    room: str
    template: str


# In the order in which a page shows them, under « Et maintenant ? ».
CANDIDAT_ACTIONS: Final[Sequence[CandidatPiece]] = (
    CandidatPiece("referents", "opportunites/referents/_candidat.html"),
)


def drawn(request: HttpRequest, candidat: Candidat) -> list[SafeString]:
    """The pieces of this page, as HTML."""
    found = []
    for piece in CANDIDAT_ACTIONS:
        tell = import_string(f"projets.opportunites.{piece.room}.pieces.candidat_piece")
        if told := tell(request, candidat):
            found.append(render_to_string(piece.template, told | {"candidat": candidat}, request))
    return found
