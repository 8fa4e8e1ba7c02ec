"""On the page of a case: the same door as on the public page."""

from typing import Any

from django.http import HttpRequest

from carto.fiches.growing.telling import lineage_told
from signalements.better.telling import better
from signalements.models import Signalement


def case_piece(request: HttpRequest, signalement: Signalement) -> dict[str, Any]:
    """What may be proposed from here, and what was; nothing for what is not public."""
    told = better(signalement)
    return {"better": told, **lineage_told(signalement)} if told else {}
