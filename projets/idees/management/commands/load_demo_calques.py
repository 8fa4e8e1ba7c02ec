"""The demonstration's sheets, from `content/calques.json`: three places, each drawn by a few hands without a name."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from carto.fiches.actions import digest
from carto.geometry import Box
from projets.demonstration import days_ago, uuid_of
from projets.idees.calques.actions import draw, hand_of
from projets.idees.calques.forms import read_frame
from projets.idees.calques.strokes import Box as Choices
from projets.idees.calques.strokes import read_stroke
from projets.idees.models import Calque, Reprise, Trait

CONTENT = Path(__file__).parents[2] / "content" / "calques.json"


class Command(BaseCommand):
    help = "Charge les calques de démonstration, ou les enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away the demonstration's sheets, and nothing else."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of them or none; twice changes nothing."""
        shown = Calque.objects.filter(demonstration=True)
        with transaction.atomic():
            if remove:
                Reprise.objects.filter(trait__calque__in=shown).delete()  # the ideas stay: they are their authors'
                count = shown.count()
                shown.delete()
                self.stdout.write(f"{count} calques de démonstration enlevés.")
                return
            for told in json.loads(CONTENT.read_text(encoding="utf-8")):
                self._lay(told)
        self.stdout.write(f"{shown.count()} calques de démonstration.")

    def _lay(self, told: dict[str, Any]) -> None:
        """One sheet with its strokes, each hand after the other; CommandError names a stroke that cannot be."""
        uuid = uuid_of("calque", told["code"])
        if Calque.objects.filter(uuid=uuid).exists():
            return
        calque = Calque.objects.create(
            uuid=uuid, name=told["name"], text=told["text"], geom=read_frame(Box(*told["frame"])),
            digest=digest(f"demonstration {uuid}"), demonstration=True, created_at=days_ago(told["days_ago"]),
        )  # fmt: skip
        choices = Choices()
        for rank, sent in enumerate(told["strokes"]):
            stroke = read_stroke({"uuid": str(uuid_of("trait", f"{told['code']} {rank}"))} | sent, choices, calque.geom)
            drawn = draw(calque, [stroke], hand=hand_of(calque, f"demonstration {sent['hand']}"))
            if drawn.refused:
                raise CommandError(f"{told['name']}, trait {rank + 1} : {drawn.refused[stroke.uuid].said}")
            at = calque.created_at + timedelta(minutes=7 * rank)
            Trait.objects.filter(uuid=stroke.uuid).update(created_at=at)
