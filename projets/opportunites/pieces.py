"""What the rooms put on the page of an opportunité, each listed here by its dotted path.

A room's `page_piece(request, opportunite)` returns what its template needs, or nothing when it has nothing to say.
What it puts under `now` (words, address) is what whoever reads may do there today: said at the top of the page, and its
piece comes before those where nothing waits.
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
    Piece("choosing", "opportunites/choosing/piece.html"),
    Piece("phases", "opportunites/phases/piece.html"),
    Piece("gates", "opportunites/gates/_piece.html"),
    Piece("deciding", "opportunites/deciding/piece.html"),
    Piece("opening", "opportunites/opening/_sheet.html"),
    Piece("after", "opportunites/after/piece.html"),
    Piece("referents", "opportunites/referents/_acts.html"),
)


@dataclass(frozen=True)
class Pieces:
    """Those of one page, as HTML: `told` under its text, `aside` beside it; `now` is what one may do today."""

    told: list[SafeString]
    aside: list[SafeString]
    now: list[tuple[str, str]]


def drawn(request: HttpRequest, opportunite: Opportunite) -> Pieces:
    """The pieces of this page, those where something waits for whoever reads first."""
    rows = []
    for piece in PIECES:
        tell = import_string(f"projets.opportunites.{piece.room}.pieces.page_piece")
        if told := tell(request, opportunite):
            rows.append((piece, told, render_to_string(piece.template, told | {"fiche": opportunite}, request)))
    rows.sort(key=lambda row: not row[1].get("now"))
    return Pieces(
        told=[html for piece, _told, html in rows if not piece.aside],
        aside=[html for piece, _told, html in rows if piece.aside],
        now=[way for _piece, told, _html in rows for way in told.get("now", ())],
    )
