"""The way of a vote: its dates in order, and where we are on it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Stop:
    """One date of the way; `code` says whether it is past, now or to come (coming)."""

    label: str | Promise
    at: datetime
    code: str


def stops(way: Sequence[tuple[Hashable, str | Promise, datetime]], now: Hashable) -> list[Stop]:
    """The dates of `way` (phase, label, moment), told from the phase we are in; all to come when it is none of them."""
    order = [phase for phase, _label, _at in way]
    here = order.index(now) if now in order else -1
    codes = ("past" if rank < here else "now" if rank == here else "coming" for rank in range(len(order)))
    return [Stop(label, at, code) for (_phase, label, at), code in zip(way, codes, strict=True)]
