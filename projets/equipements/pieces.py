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


# In the order in which a page shows them.
PIECES: Final[Sequence[Piece]] = (
    Piece("projets.equipements.imports.pieces.page_piece", "equipements/imports/_piece.html", aside=True),
    Piece("projets.equipements.linking.piece.page_piece", "equipements/linking/_tied.html"),
    Piece("projets.equipements.figures.piece.page_piece", "equipements/figures/_piece.html", "equipements/figures.css"),
    Piece("projets.equipements.figures.poster.page_piece", "equipements/figures/_poster_link.html", aside=True),
    Piece(
        "projets.equipements.questions.pieces.page_piece", "equipements/questions/_page.html",
        "equipements/questions.css",
    ),
    Piece("projets.equipements.works.pieces.page_piece", "equipements/works/_page.html", "equipements/works.css"),
    Piece("projets.equipements.context.pieces.page_piece", "equipements/context/_page.html"),
    Piece(
        "projets.equipements.owners.pieces.page_piece",
        "equipements/owners/_page.html",
        "equipements/owners.css",
        aside=True,
    ),
    Piece("projets.equipements.deliberations.pieces.page_piece", "equipements/deliberations/_piece.html"),
)


def drawn(request: HttpRequest, equipement: Equipement) -> dict[str, list[SafeString]]:
    """The pieces of this page, as HTML: `told` under its text, `aside` beside it."""
    pieces: dict[str, list[SafeString]] = {"told": [], "aside": []}
    for piece in PIECES:
        if told := import_string(piece.told)(request, equipement):
            html = render_to_string(piece.template, told | {"fiche": equipement, "equipement": equipement}, request)
            pieces["aside" if piece.aside else "told"].append(html)
    return pieces
