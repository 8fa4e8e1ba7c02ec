"""What a line of a fiche's history is for whoever follows the place: something new, a decision, works, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.module_loading import import_string

from carto.alertes.models import Heard
from carto.fiches.layers import layer_of
from carto.fiches.models import ActeKind, Evenement, Fiche, What

# From such a line on, a fiche may be one that people of the place did not know of.
ARRIVALS: Final = {What.SUBMITTED, What.IMPORTED, What.PUBLISHED, What.SEPARATED, What.MOVED, What.MODERATED}
DECISIONS: Final = {What.MEETING, What.FORETOLD, What.DECIDED, What.FOLLOWED}
NEW_FOR: Final = timedelta(days=365)  # a fiche that moves later is new nowhere; until then we know who was told
READ_AGAIN: Final = timedelta(days=1)  # a row that a file brings again long after its fiche was made


@dataclass(frozen=True)
class Hearing:
    """One line, what it is to those who follow the place, and whether it says that the fiche is new there."""

    evenement: int
    heard: str
    fresh: bool


def may_be_heard(evenement: Evenement) -> bool:
    """Whether some who follow a place may hear of it: without asking the database."""
    if evenement.what == What.STATUS:
        return bool(layer_of(evenement.fiche.kind).works)
    return evenement.what in DECISIONS or _arrives(evenement)


def hearings(lines: Iterable[Evenement]) -> list[Hearing]:
    """What each line is; those that nobody hears of by a place are left out. One query for each kind that has works."""
    told = [line for line in lines if may_be_heard(line)]
    works = works_among(line.fiche for line in told if line.what not in DECISIONS)
    found = []
    for line in told:
        if line.what in DECISIONS:
            found.append(Hearing(line.pk, Heard.DECISIONS.value, fresh=False))
        elif line.fiche_id in works:
            found.append(Hearing(line.pk, Heard.WORKS.value, fresh=line.what != What.STATUS))
        elif line.what != What.STATUS:
            found.append(Hearing(line.pk, line.fiche.kind, fresh=True))
    return found


def _arrives(line: Evenement) -> bool:
    if line.what == What.MODERATED:
        return line.before == ActeKind.RESTORED
    if line.what in (What.IMPORTED, What.MOVED):
        return line.at - line.fiche.created_at < (NEW_FOR if line.what == What.MOVED else READ_AGAIN)
    return line.what in ARRIVALS


def works_among(fiches: Iterable[Fiche]) -> set[int]:
    """The keys of those that are works; their own layer tells."""
    kinds: dict[str, set[int]] = {}
    for fiche in fiches:
        kinds.setdefault(fiche.kind, set()).add(fiche.pk)
    asked = [(layer_of(kind).works, keys) for kind, keys in kinds.items()]
    return {key for path, keys in asked if path for key in import_string(path)(keys)}
