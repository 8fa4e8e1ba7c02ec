"""What the voices put on the page of whoever sent an idea; the inbox tells those of the public page."""

from typing import Any

from carto.fiches.own.doors import Door
from projets.idees.models import Idee


def own_piece(idee: Idee, door: Door) -> dict[str, Any]:
    """One's own voice, who hears it, and how to have it erased; nothing without one."""
    voices = [(voice, door.url(f"voix/{voice.uuid}")) for voice in idee.enregistrements.exclude(file="")]
    return {"voices": voices} if voices else {}
