"""What the rooms put on the page of a facility, each listed here by its dotted path.

A room's `page_piece(request, equipement)` returns what its template needs, or nothing when it has nothing to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from projets.equipements.models import Equipement


@dataclass(frozen=True)
class Piece:
    """One room's piece: `told` is the dotted path of its function; `aside` beside the text, else under it."""

    told: str
    template: str
    style: str = ""
    aside: bool = False


def _room(name: str, style: str = "", *, aside: bool = False, template: str = "_page.html") -> Piece:
    told = f"projets.equipements.{name}.pieces.page_piece"
    return Piece(told, f"equipements/{name}/{template}", f"equipements/{style}" if style else "", aside)


# In the order in which a page shows them.
PIECES: Final[Sequence[Piece]] = (
    _room("works", "works.css"),
    Piece("projets.equipements.figures.piece.page_piece", "equipements/figures/_piece.html", "equipements/figures.css"),
    _room("questions", "questions.css"),
    _room("context"),
    Piece("projets.equipements.linking.piece.page_piece", "equipements/linking/_tied.html"),
    _room("deliberations", template="_piece.html"),
    Piece("projets.budgets.pieces.page_piece", "budgets/_equipement.html", "budgets/budgets.css"),
    _room("owners", "owners.css", aside=True),
    _room("imports", aside=True, template="_piece.html"),
    Piece("projets.equipements.figures.poster.page_piece", "equipements/figures/_poster_link.html", aside=True),
)


def drawn(request: HttpRequest, equipement: Equipement) -> dict[str, list[SafeString]]:
    """The pieces of this page, as HTML: `told` under its text, `aside` beside it."""
    pieces: dict[str, list[SafeString]] = {"told": [], "aside": []}
    for piece in PIECES:
        if told := import_string(piece.told)(request, equipement):
            html = render_to_string(piece.template, told | {"fiche": equipement, "equipement": equipement}, request)
            pieces["aside" if piece.aside else "told"].append(html)
    return pieces
