"""What one sees of a table: its seats before, the sheet in front of one during, every sheet with its names after."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from carto.fiches.models import Visibility
from projets.opportunites.models import Apport, Siege, Tablee
from projets.opportunites.phases.tables.actions import may_sit, turns_of
from projets.opportunites.phases.tables.rotation import sheet_before, writer_of

READ = (Visibility.PUBLIC, Visibility.BINNED)  # at the end; what is in the public bin keeps its place
SEEN = (Visibility.DRAFT, Visibility.PUBLIC)  # around the table; what waits for a look is seen by nobody else


@dataclass(frozen=True)
class Before:
    """The sheet in front of one seat in one turn: what others wrote on it, what one has written, until when."""

    turn: int
    sheet: int
    until: datetime
    earlier: list[Apport]
    mine: list[Apport]


def moment(tablee: Tablee, at: datetime | None = None) -> dict[str, Any]:
    """Where the clock is: `state` before, running, over or (called) off; which turn runs, until when, for how long."""
    at, turns = at or timezone.now(), turns_of(tablee)
    turn = turns.at(at)
    state = "before" if at < tablee.starts_at else "over" if turn is None else "running"
    if tablee.called_off:
        state, turn = "off", None
    until = turns.ends(turn) if turn is not None else tablee.starts_at if state == "before" else None
    left = int((until - at).total_seconds()) + 1 if until else 0
    return {
        "state": state, "turn": turn, "until": until, "left": left, "may_sit": may_sit(tablee, at),
        "ends_at": turns.ends_at,
    }  # fmt: skip


def before(siege: Siege, at: datetime | None = None) -> Before | None:
    """What lies before a seat now; None when no turn runs. Nothing on it says who wrote."""
    tablee, turns = siege.tablee, turns_of(siege.tablee)
    if tablee.called_off or (turn := turns.at(at or timezone.now())) is None:
        return None
    sheet = sheet_before(siege.rank, turn, tablee.seats)
    lain = list(tablee.apports.filter(sheet=sheet, turn__lte=turn).select_related("commentaire"))
    earlier = [each for each in lain if each.turn < turn and each.commentaire.visibility in SEEN]
    return Before(turn, sheet, turns.ends(turn), earlier, [each for each in lain if each.turn == turn])


def sheets(tablee: Tablee) -> list[dict[str, Any]]:
    """Every sheet of a table that is over, line by line, with who wrote it where they said a name."""
    names = {siege.rank: siege.person or siege.name for siege in tablee.sieges.select_related("person")}
    lines = defaultdict(list)
    rows = tablee.apports.filter(commentaire__visibility__in=READ).select_related("commentaire")
    for each in rows.prefetch_related("taken_up__commentaire"):
        who = names.get(writer_of(each.sheet, each.turn, tablee.seats), "")
        taken = [one for one in each.taken_up.all() if one.commentaire.visibility == Visibility.PUBLIC]
        lines[each.sheet].append({"apport": each, "who": who, "taken": taken})
    return [{"number": sheet + 1, "lines": lines[sheet]} for sheet in range(tablee.seats) if lines[sheet]]
