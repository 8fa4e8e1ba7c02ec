"""What the rooms put on the page of an idea, and what follows once one is sent: each listed here by its dotted path.

A room's `page_piece(request, idee)` returns what its template needs, or nothing when it has nothing to say; one that
would have to ask the database first is noticed in the page's own query, so as not to be asked in vain. A follower is
called with the idea and the form that made it, inside the transaction that stored it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from carto.fiches.own.doors import Door
from projets.idees.dreams.mode import speaks
from projets.idees.models import Idee


@dataclass(frozen=True)
class Piece:
    """One room's piece: `told` is the dotted path of its function; `aside` beside the text, else under it."""

    told: str
    template: str
    style: str = ""
    aside: bool = False
    noticed: str = ""  # dotted path: an expression over Idee, whether the room may have something to say of one
    signed: bool = False  # whoever is signed in may find something to do there, even when there is nothing to read

    @property
    def room(self) -> str:
        """The room that tells it."""
        return self.told.split(".")[-3]


def _room(name: str, style: str = "", *, aside: bool = False, noticed: bool = False) -> Piece:
    pieces = f"projets.idees.{name}.pieces"
    told = f"{pieces}.noticed" if noticed else ""
    return Piece(f"{pieces}.page_piece", f"idees/{name}/_page.html", style, aside, told)


# In the order in which a page shows them.
PIECES: Final[Sequence[Piece]] = (
    _room("debates"),
    _room("campagnes", "idees/campagnes.css"),
    _room("dreams", "idees/dreams.css"),
    _room("fusions", "idees/fusions.css", noticed=True),
    _room("calques", "idees/calques/piece.css", noticed=True),
    _room("inbox", "idees/inbox.css", noticed=True),
    Piece(
        "projets.idees.tagging.page_piece",
        "fiches/tags/_page.html",
        "fiches/tags.css",
        noticed="projets.idees.tagging.noticed",
        signed=True,
    ),
    _room("answers", "idees/answers.css", aside=True),
    Piece("projets.idees.fusions.pieces.aside_piece", "idees/fusions/_aside.html", aside=True),
    Piece("projets.idees.debates.pieces.aside_piece", "equipements/interests/_line.html", aside=True),
    _room("papers", aside=True),
    _room("drafts", aside=True),
)
# On the page of whoever sent an idea: dotted path of a function called with the idea and the door by which they came,
# and a template that reads what it returned as `piece`.
OWN: Final[Sequence[tuple[str, str]]] = (
    ("projets.idees.dreams.pieces.own_piece", "idees/dreams/_own.html"),
    ("projets.idees.fusions.pieces.own_piece", "idees/fusions/_own.html"),
    ("projets.idees.spoken.pieces.own_piece", "idees/spoken/_own.html"),
)
FOLLOWERS: Final[Sequence[str]] = (
    "projets.idees.tagging.put",
    "projets.idees.growing.actions.follow_up",
    "projets.idees.debates.pieces.follow",
    "projets.idees.fusions.branches.follow",
    "projets.idees.calques.pieces.take_up",
    "projets.idees.rereading.hold_if_announced",
    "projets.idees.spoken.keeping.attach",
    "projets.idees.ephemeral.actions.begin_as_sent",
)


def drawn(request: HttpRequest, idee: Idee) -> dict[str, list[SafeString]]:
    """The pieces of this page, as HTML: `told` under its text, `aside` beside it."""
    pieces: dict[str, list[SafeString]] = {"told": [], "aside": []}
    for piece in PIECES:
        if not speaks(piece.room, idee) or not _may_tell(piece, request, idee):
            continue
        if told := import_string(piece.told)(request, idee):
            html = render_to_string(piece.template, told | {"fiche": idee, "idee": idee}, request)
            pieces["aside" if piece.aside else "told"].append(html)
    return pieces


def with_noticed(idees: QuerySet[Idee]) -> QuerySet[Idee]:
    """The ideas, each told in the same query which rooms may have something to say of it (`drawn`)."""
    return idees.annotate(**{_name(piece): import_string(piece.noticed)() for piece in PIECES if piece.noticed})


def _name(piece: Piece) -> str:
    return "noticed_" + piece.noticed.split(".")[2]


def _may_tell(piece: Piece, request: HttpRequest, idee: Idee) -> bool:
    return not piece.noticed or getattr(idee, _name(piece)) or (piece.signed and request.user.is_authenticated)


def own(idee: Idee, door: Door) -> dict[str, Any]:
    """What the rooms put on the page of whoever sent an idea (`Layer.own`)."""
    found = [(template, import_string(path)(idee, door)) for path, template in OWN]
    return {"own_pieces": [(template, told) for template, told in found if told]}


def follow(idee: Idee, form: Any) -> None:
    """What the rooms do with an idea that was just stored."""
    for path in FOLLOWERS:
        import_string(path)(idee, form)
