"""What the other rooms put on the page of a case: each a function and a template, listed here by name.

A room's `case_piece(request, signalement)` returns what its template needs, or nothing when it has nothing to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from signalements.models import Signalement


@dataclass(frozen=True)
class Piece:
    """One room's piece: `told` is the dotted path of its function, `style` the sheet that its template needs."""

    told: str
    template: str
    style: str = ""


def _room(name: str, style: str = "") -> Piece:
    return Piece(f"signalements.{name}.pieces.case_piece", f"signalements/{name}/_case.html", style)


# In the order in which a page shows them.
PIECES: Final[Sequence[Piece]] = (
    _room("routing", "signalements/routing.css"),
    _room("subtasks", "signalements/subtasks.css"),
    _room("rounds"),
    _room("forwarding"),
    _room("planning"),
    _room("open311"),
    _room("better", "signalements/better.css"),
)


def drawn(request: HttpRequest, signalement: Signalement) -> list[SafeString]:
    """The pieces of this page, as HTML."""
    found = [(piece, import_string(piece.told)(request, signalement)) for piece in PIECES]
    return [
        render_to_string(piece.template, told | {"fiche": signalement, "signalement": signalement}, request)
        for piece, told in found
        if told
    ]
