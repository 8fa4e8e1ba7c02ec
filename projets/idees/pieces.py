"""What the rooms put on the page of an idea, and what follows once one is sent: each listed here by its dotted path.

A room's `page_piece(request, idee)` returns what its template needs, or nothing when it has nothing to say. A follower
is called with the idea and the form that made it, inside the transaction that stored it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from projets.idees.models import Idee


@dataclass(frozen=True)
class Piece:
    """One room's piece: `told` is the dotted path of its function; `aside` beside the text, else under it."""

    told: str
    template: str
    style: str = ""
    aside: bool = False


def _room(name: str, style: str = "", *, aside: bool = False) -> Piece:
    return Piece(f"projets.idees.{name}.pieces.page_piece", f"idees/{name}/_page.html", style, aside)


# In the order in which a page shows them.
PIECES: Final[Sequence[Piece]] = (_room("papers", aside=True),)
FOLLOWERS: Final[Sequence[str]] = ()


def drawn(request: HttpRequest, idee: Idee) -> dict[str, list[SafeString]]:
    """The pieces of this page, as HTML: `told` under its text, `aside` beside it."""
    pieces: dict[str, list[SafeString]] = {"told": [], "aside": []}
    for piece in PIECES:
        if told := import_string(piece.told)(request, idee):
            html = render_to_string(piece.template, told | {"fiche": idee, "idee": idee}, request)
            pieces["aside" if piece.aside else "told"].append(html)
    return pieces


def follow(idee: Idee, form: Any) -> None:
    """What the rooms do with an idea that was just stored."""
    for path in FOLLOWERS:
        import_string(path)(idee, form)
