"""What a bulk action may change of a signalement: to tell whether somebody else did meanwhile, and to put it back."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import blake2s
from typing import Any, Final

from signalements.models import Signalement
from signalements.workflow import STAGES, Status

TRACKED: Final = (
    "status", "closing", "paused_at", "due_at", "planned_on", "reopenings", "service_id", "crew_id", "assignee_id",
    "priority", "bounces", "visibility",
)  # fmt: skip
_READ: Final = {"paused_at": datetime.fromisoformat, "due_at": datetime.fromisoformat, "planned_on": date.fromisoformat}


def snapshot(signalement: Signalement) -> dict[str, Any]:
    """The tracked fields as JSON holds them."""
    return {name: _written(getattr(signalement, name)) for name in TRACKED}


def mark(signalement: Signalement) -> str:
    """Ten characters that change with any tracked field: what a preview remembers of each."""
    told = json.dumps([_written(getattr(signalement, name)) for name in TRACKED])
    return blake2s(told.encode(), digest_size=5).hexdigest()


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The tracked fields that two snapshots say differently."""
    return [name for name in TRACKED if before.get(name) != after.get(name)]


def put_back(signalement: Signalement, before: Mapping[str, Any], names: Iterable[str]) -> None:
    """Give these fields of the object the values of a snapshot; its stage follows its state. Nothing is stored."""
    for name in names:
        value = before[name]
        setattr(signalement, name, _READ[name](value) if value and name in _READ else value)
    signalement.stage = STAGES[Status(signalement.status)]


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
