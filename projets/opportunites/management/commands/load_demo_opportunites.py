"""The demonstration's opportunités over the three scales, from `content/opportunites.json`."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from carto.fiches.models import Evenement, Kind, Theme
from carto.geometry import read_geometry
from projets.demonstration import DemonstrationCommand, Step, days_ago, history, uuid_of
from projets.opportunites.models import Opportunite
from projets.opportunites.workflow import WORKFLOW, Status

CONTENT = Path(__file__).parents[2] / "content" / "opportunites.json"


class Command(DemonstrationCommand):
    help = "Charge les opportunités de démonstration, ou les enlève avec --remove."
    kind = Kind.OPPORTUNITE

    def load(self, known: set[UUID]) -> None:
        """Every opportunité with its history."""
        themes = self.themes()
        lines: list[Evenement] = []
        for item in json.loads(CONTENT.read_text(encoding="utf-8")):
            steps = [Step(*step) for step in item["history"]]
            opportunite = _build(item, themes[item["theme"]], steps)
            if opportunite.uuid not in known:
                opportunite.save(force_insert=True)
                lines += history(opportunite, steps, WORKFLOW, Status.SPOTTED)
        Evenement.objects.bulk_create(lines)


def _build(item: dict[str, Any], theme: Theme, steps: list[Step]) -> Opportunite:
    """An unsaved opportunité, in the state that its history reached."""
    status = steps[-1].status if steps else Status.SPOTTED.value
    return Opportunite(
        uuid=uuid_of("opportunite", item["code"]),
        kind=Kind.OPPORTUNITE,
        theme=theme,
        title=item["title"],
        text=item["text"],
        geom=read_geometry(item["place"]),
        scale=item["scale"],
        question=item["question"],
        open_to_decision="\n".join(item["open"]),
        closed_to_decision="\n".join(item["closed"]),
        referent=item["referent"],
        phase_starts=_day(item["phase"][0]),
        phase_ends=_day(item["phase"][1]),
        status=status,
        stage=WORKFLOW.stage_of(status),
        demonstration=True,
        created_at=days_ago(item["days_ago"]),
    )


def _day(days: int | None) -> date | None:
    """So many days ago (negative: to come), or None."""
    return None if days is None else days_ago(days).date()
