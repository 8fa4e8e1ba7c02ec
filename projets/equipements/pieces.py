"""What the rooms put on the page of a facility, each listed here by its dotted path.

A room's `page_piece(request, equipement)` returns what its template needs, or nothing when it has nothing to say. One
that would have to ask the database first says by `noticed()` what it looks for: the page's own query tells it, so that
nothing is asked in vain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
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
    noticed: str = ""  # dotted path: {name: expression over Equipement} that the room reads by `seen`


def _room(
    name: str, style: str = "", *, aside: bool = False, template: str = "_page.html", noticed: bool = False
) -> Piece:
    pieces = f"projets.equipements.{name}.pieces"
    told, looked = f"{pieces}.page_piece", f"{pieces}.noticed" if noticed else ""
    return Piece(told, f"equipements/{name}/{template}", f"equipements/{style}" if style else "", aside, looked)


# In the order in which a page shows them.
PIECES: Final[Sequence[Piece]] = (
    _room("works", "works.css"),
    Piece(
        "projets.equipements.figures.piece.page_piece", "equipements/figures/_piece.html", "equipements/figures.css",
        noticed="projets.equipements.figures.piece.noticed",
    ),
    _room("questions", "questions.css", noticed=True),
    _room("context"),
    Piece(
        "projets.equipements.linking.piece.page_piece", "equipements/linking/_tied.html",
        noticed="projets.equipements.linking.piece.noticed",
    ),
    _room("deliberations", template="_piece.html", noticed=True),
    Piece("projets.budgets.pieces.page_piece", "budgets/_equipement.html", "budgets/budgets.css"),
    _room("owners", "owners.css", aside=True),
    _room("imports", aside=True, template="_piece.html"),
    Piece("projets.equipements.figures.poster.page_piece", "equipements/figures/_poster_link.html", aside=True),
)  # fmt: skip


def with_noticed(equipements: QuerySet[Equipement]) -> QuerySet[Equipement]:
    """The facilities, each told in the same query what the rooms look for (`seen`)."""
    looked = [import_string(piece.noticed)() for piece in PIECES if piece.noticed]
    return equipements.annotate(**{name: found for some in looked for name, found in some.items()})


def drawn(request: HttpRequest, equipement: Equipement) -> dict[str, list[SafeString]]:
    """The pieces of this page, as HTML: `told` under its text, `aside` beside it."""
    pieces: dict[str, list[SafeString]] = {"told": [], "aside": []}
    for piece in PIECES:
        if told := import_string(piece.told)(request, equipement):
            html = render_to_string(piece.template, told | {"fiche": equipement, "equipement": equipement}, request)
            pieces["aside" if piece.aside else "told"].append(html)
    return pieces
