"""The next hour at which an idea leaves, remembered by this process: nothing is asked of the database before it.

An idea lasts an hour at least (`Campagne.lasts_hours`, the form's choices), and the memory is read again every few
seconds: one that another process stores is known long before it leaves. One that was given its hour here is known at
once, and what comes back from the bin past its hour leaves in the transaction that restores it (`announcing`).
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from projets.idees.ephemeral.querysets import next_hour

READ_AGAIN: Final = 5.0  # seconds


@dataclass
class _Memory:
    """What was read, and until when it holds (monotonic seconds); `hour` is None when nothing is to leave."""

    hour: datetime | None = None
    until: float = 0.0


_memory = _Memory()


def any_due(at: datetime) -> bool:
    """Whether an idea that can still be seen should be gone by then; no statement as long as the memory holds."""
    now = time.monotonic()
    if now >= _memory.until:
        _memory.hour, _memory.until = next_hour(), now + READ_AGAIN
    return _memory.hour is not None and _memory.hour <= at


def forget() -> None:
    """Read it again next time: an idea was given an hour, or has left."""
    _memory.until = 0.0
