"""When a message leaves: at once, or with the next digest, and never in the quiet hours. Pure functions.

Hours are those of the wall clock of one time zone. Where it is put forward or back, an hour that comes twice is quiet
twice, and one that does not come is left out.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DIGEST_AT: Final = time(8, 0)
MONDAY: Final = 0


def is_quiet(moment: datetime, quiet_from: time, quiet_until: time, zone: ZoneInfo) -> bool:
    """Whether nothing should arrive at that moment; the same hour twice means that there are no quiet hours."""
    clock = moment.astimezone(zone).time()
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until  # across midnight


def due_at(moment: datetime, rhythm: str, quiet_from: time, quiet_until: time, zone: ZoneInfo) -> datetime:
    """When something that happened at `moment` is told: "now", "daily" or "weekly", after the quiet hours; in UTC."""
    wanted = moment.astimezone(UTC)
    if rhythm == "daily":
        wanted = min(at for at in _at(DIGEST_AT, wanted, zone, days=3) if at > wanted)
    elif rhythm == "weekly":
        coming = [at for at in _at(DIGEST_AT, wanted, zone, days=9) if at.astimezone(zone).weekday() == MONDAY]
        wanted = min(at for at in coming if at > wanted)
    if not is_quiet(wanted, quiet_from, quiet_until, zone):
        return wanted
    ends = (at for at in _at(quiet_until, wanted, zone, days=4) if at >= wanted)
    return min(at for at in ends if not is_quiet(at, quiet_from, quiet_until, zone))


def _at(clock: time, moment: datetime, zone: ZoneInfo, *, days: int) -> list[datetime]:
    """Whenever the wall clock shows that hour, from the day of `moment` on; in UTC."""
    first = moment.astimezone(zone).date().toordinal()
    walls = (datetime.combine(date.fromordinal(first + day), clock, zone) for day in range(days))
    return [wall.replace(fold=fold).astimezone(UTC) for wall in walls for fold in (0, 1)]


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 4, 16, 64 minutes… half a day at most."""
    return min(timedelta(minutes=4 ** max(attempts - 1, 0)), timedelta(hours=12))
