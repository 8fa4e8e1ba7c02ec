"""Which sheet lies before which seat, from the clock alone. Pure: no job turns anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Turns:
    """As many turns as seats, one after the other, all as long."""

    starts_at: datetime
    length: timedelta
    seats: int

    def at(self, now: datetime) -> int | None:
        """The turn that runs at that moment, from 0; None before the first and after the last."""
        if not self.starts_at <= now < self.ends_at:
            return None
        return (now - self.starts_at) // self.length

    def begins(self, turn: int) -> datetime:
        """When that turn begins, this moment included."""
        return self.starts_at + turn * self.length

    def ends(self, turn: int) -> datetime:
        """When it is over, this moment excluded."""
        return self.begins(turn + 1)

    @property
    def ends_at(self) -> datetime:
        """When the table is over."""
        return self.begins(self.seats)


def sheet_before(seat: int, turn: int, seats: int) -> int:
    """The sheet that lies before a seat in a turn; each seat begins with its own."""
    return (seat + turn) % seats


def writer_of(sheet: int, turn: int, seats: int) -> int:
    """The seat before which a sheet lies in a turn."""
    return (sheet - turn) % seats
