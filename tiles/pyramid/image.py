"""What this process holds of the entries, and how it keeps up with them."""

import logging
from dataclasses import dataclass, field, replace
from threading import Lock
from time import monotonic
from typing import Final

import numpy as np
from django.db import DatabaseError, connection

from carto.fiches.models import Theme
from tiles.pyramid.columns import Array, Columns, Ordered, joined
from tiles.pyramid.entries import KINDS, NUMBERS, STAGES, State, read_all, read_since, read_state

MOST_NEWS: Final = 100_000  # entries: from there on, reading all of them again is faster
TAIL: Final = 20_000  # entries out of order, before they are put in order: that many,
TAIL_SHARE: Final = 50  # and one for so many of those that are
FORGOTTEN: Final = 12 * 3600  # seconds: half as long as undone entries are kept, so none was deleted before it was read

logger = logging.getLogger(__name__)
ByKind = dict[str, Columns]
NOTHING: Final[ByKind] = {kind: Columns.empty() for kind in KINDS}


@dataclass
class Themes:
    """The themes by their rank in `Columns.code`; ranks only ever grow, so that codes stay right."""

    ranks: dict[int, int] = field(default_factory=dict)  # id → rank
    told: list[tuple[str, int]] = field(default_factory=list)  # by rank: code, order of display

    def refresh(self) -> None:
        """Read names and order again."""
        for pk, code, order in Theme.objects.order_by("pk").values_list("pk", "code", "order"):
            rank = self.ranks.setdefault(pk, len(self.told))
            self.told[rank : rank + 1] = [(code, order)]

    def codes(self, themes: Array, stages: Array) -> Array:
        """Theme and stage in one number."""
        known, place = np.unique(themes, return_inverse=True)
        ranks = np.array([self._rank(int(pk)) for pk in known], np.int64)
        return ranks[place] * len(STAGES) + stages

    def by_order(self) -> Array:
        """The ranks in the order of display, then of codes."""
        return np.array(sorted(range(len(self.told)), key=lambda rank: self.told[rank][::-1]), np.int64)

    def _rank(self, pk: int) -> int:
        """A theme may be gone, when all that named it left: its entries still wait to be deleted."""
        if pk not in self.ranks:
            self.refresh()
        if pk not in self.ranks:
            self.ranks[pk] = len(self.told)
            self.told.append(("", 0))
        return self.ranks[pk]


@dataclass(frozen=True)
class Image:
    """Every entry that a snapshot shows, by kind."""

    database: str
    state: State
    snapshot: str
    read_at: float  # monotonic seconds
    themes: Themes
    base: dict[str, Ordered]
    tail: ByKind = field(default_factory=lambda: NOTHING)  # what came since
    own: ByKind = field(default_factory=lambda: NOTHING)  # what our own transaction wrote, and may yet take back

    def parts(self, kind: str) -> tuple[Columns, Columns]:
        """A kind's entries: those in order, and the few others."""
        tail, own = self.tail[kind], self.own[kind]
        return self.base[kind].rows, joined([tail, own]) if len(own) else tail

    def shows(self, state: State) -> bool:
        """Whether nothing was committed since."""
        return self.state == state and self.state.settled


_held: Image | None = None
_lock = Lock()


def image(state: State | None = None) -> Image:
    """All the entries, to the last committed one and our own; `state`: as just read, to spare reading it again."""
    global _held
    state = state or read_state()
    with _lock:
        if _held is None or not _held.shows(state) or _held.database != connection.settings_dict["NAME"]:
            _held = _caught_up(_held, state)
        return _held


def _caught_up(held: Image | None, state: State) -> Image:
    """The image as it is now: from the one held if it can be, else from all the entries."""
    name = connection.settings_dict["NAME"]
    same = held and held.database == name and held.state.table == state.table
    if not same or _emptied(held.state) != _emptied(state) or monotonic() - held.read_at > FORGOTTEN:
        held = _read_all(name, state)
    snapshot, news = read_since(held.snapshot, MOST_NEWS)
    if len(news) == MOST_NEWS:
        held = _read_all(name, state)
        snapshot, news = read_since(held.snapshot, None)
    held.themes.refresh()
    rows = np.array(news, np.int64).reshape(len(news), 1 + len(NUMBERS))
    keep = rows[:, 0] == 1
    tail = _added(held.tail, _split(_named(rows[keep]), held.themes))
    own = _split(_named(rows[~keep]), held.themes)
    now = replace(held, state=state, snapshot=snapshot, read_at=monotonic(), tail=tail, own=own)
    return _ordered(now) if _disorderly(now) else now


def _disorderly(held: Image) -> bool:
    ordered = sum(len(one.rows) for one in held.base.values())
    return sum(map(len, held.tail.values())) > TAIL + ordered // TAIL_SHARE


def _emptied(state: State) -> int:
    """How often TRUNCATE emptied the fiches: the entries went without a trace."""
    return state.versions.get("pyramid", 0)


def _read_all(database: str, state: State) -> Image:
    themes = Themes()
    themes.refresh()
    snapshot, rows = read_all()
    columns = _split({name: rows[name]["value"].astype(np.int64) for name in NUMBERS}, themes)
    base = {kind: Ordered(one.settled().in_order()) for kind, one in columns.items()}
    return Image(database, state, snapshot, monotonic(), themes, base)


def _ordered(held: Image) -> Image:
    """The same image with its tail put in its place."""
    base = {kind: Ordered(joined([held.base[kind].rows, held.tail[kind]]).settled().in_order()) for kind in KINDS}
    return replace(held, base=base, tail=NOTHING)


def _named(rows: Array) -> dict[str, Array]:
    return {name: rows[:, rank] for rank, name in enumerate(NUMBERS, start=1)}


def _split(numbers: dict[str, Array], themes: Themes) -> ByKind:
    """Numbers as they are read → columns, by kind."""
    numbers = numbers | {"code": themes.codes(numbers["theme"], numbers["stage"])}
    columns = Columns.of(**{name: numbers[name] for name in numbers if name not in {"kind", "stage", "theme"}})
    return {kind: columns.take(numbers["kind"] == rank) for rank, kind in enumerate(KINDS)}


def _added(tail: ByKind, news: ByKind) -> ByKind:
    return {kind: joined([tail[kind], news[kind]]) if len(news[kind]) else tail[kind] for kind in KINDS}


def warm() -> None:
    """Read and sum the entries before a visitor asks; the connection is closed, for processes made from this one."""
    try:
        for ordered in image().base.values():
            ordered.sums  # noqa: B018 (made when first asked for)
    except DatabaseError as error:  # the first visitor's request will say what is wrong
        logger.warning("tiles are not read yet: %s", error)
    finally:
        connection.close()
