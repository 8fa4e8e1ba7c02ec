"""What the rooms put on the page of an opportunité, each listed here by its dotted path.

A room's `page_piece(request, opportunite)` returns what its template needs, or nothing when it has nothing to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from projets.opportunites.models import Opportunite


@dataclass(frozen=True)
class Piece:
    """One room's piece: `room` has `pieces.page_piece`; `aside` beside the text, else under it."""

    room: str
    template: str
    aside: bool = False


# In the order in which a page shows them.
PIECES: Final[Sequence[Piece]] = (
    Piece("referents", "opportunites/referents/_acts.html"),
    Piece("gates", "opportunites/gates/_piece.html"),
    Piece("opening", "opportunites/opening/_sheet.html"),
    Piece("phases", "opportunites/phases/piece.html"),
    Piece("choosing", "opportunites/choosing/piece.html"),
    Piece("deciding", "opportunites/deciding/piece.html"),
    Piece("after", "opportunites/after/piece.html"),
)


def drawn(request: HttpRequest, opportunite: Opportunite) -> dict[str, list[SafeString]]:
    """The pieces of this page, as HTML: `told` under its text, `aside` beside it."""
    pieces: dict[str, list[SafeString]] = {"told": [], "aside": []}
    for piece in PIECES:
        tell = import_string(f"projets.opportunites.{piece.room}.pieces.page_piece")
        if told := tell(request, opportunite):
            html = render_to_string(piece.template, told | {"fiche": opportunite}, request)
            pieces["aside" if piece.aside else "told"].append(html)
    return pieces
