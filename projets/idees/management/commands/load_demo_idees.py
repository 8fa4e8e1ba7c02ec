"""The demonstration's idées, in residents' voices, from `content/idees.csv`.

`path` tells the states reached after the proposal, as `state@days ago`, and `answers` what was said at each, both
separated by `|`.
"""

from pathlib import Path
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from carto.fiches.models import Evenement, Kind
from carto.geometry import STORED
from projets.demonstration import DemonstrationCommand, Step, days_ago, history, read_rows, uuid_of
from projets.idees.answers.arriving import assign
from projets.idees.models import Autocollant, Idee
from projets.idees.poses.actions import lay
from projets.idees.workflow import WORKFLOW, Status

CONTENT = Path(__file__).parents[2] / "content" / "idees.csv"


class Command(DemonstrationCommand):
    help = "Charge les idées de démonstration, ou les enlève avec --remove."
    kind = Kind.IDEE

    def load(self, known: set[UUID]) -> None:
        """Every idée with its history."""
        palette = {sticker.code: sticker for sticker in Autocollant.objects.select_related("theme")}
        if not palette:
            raise CommandError(_("Chargez d’abord la palette : manage.py load_palette."))
        lines: list[Evenement] = []
        for row in read_rows(CONTENT):
            steps = _steps(row)
            idee = _build(row, palette[row["sticker"]], steps)
            if idee.uuid not in known:
                idee.save(force_insert=True)
                lay(idee, ())
                assign(idee)
                lines += history(idee, steps, WORKFLOW, Status.PROPOSED)
        Evenement.objects.bulk_create(lines)


def _steps(row: dict[str, str]) -> list[Step]:
    """The row's history, oldest first."""
    path = [part.partition("@") for part in row["path"].split("|") if part]
    answers = row["answers"].split("|")
    return [
        Step(status, int(days), answers[rank] if rank < len(answers) else "")
        for rank, (status, _at, days) in enumerate(path)
    ]


def _build(row: dict[str, str], sticker: Autocollant, steps: list[Step]) -> Idee:
    """An unsaved idée, in the state that its history reached."""
    status = steps[-1].status if steps else Status.PROPOSED.value
    return Idee(
        uuid=uuid_of("idee", row["code"]),
        kind=Kind.IDEE,
        theme=sticker.theme,
        autocollant=sticker,
        title=row["title"] or sticker.name,
        text=row["text"],
        geom=Point(float(row["longitude"]), float(row["latitude"]), srid=STORED),
        status=status,
        stage=WORKFLOW.stage_of(status),
        demonstration=True,
        created_at=days_ago(int(row["days_ago"])),
        answered_at=next((days_ago(step.days_ago) for step in steps if step.status in WORKFLOW.needs_text), None),
    )
