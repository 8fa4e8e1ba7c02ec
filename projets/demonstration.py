"""How the authored demonstration content becomes fiches with a history: the same every time, and taken away whole.

Ages are told in days before today, so that a demonstration opened next year still looks alive.
"""

import csv
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid5

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.models import Evenement, Fiche, Kind, Theme, What
from projets.workflow import Workflow

NAMESPACE = UUID("6f1d1e0a-5c3b-5b0e-9a53-0d8a3a2f4c11")  # of every demonstration fiche of these rooms
NOON = 12


@dataclass(frozen=True)
class Step:
    """One step of a history: the state reached, how many days ago, and what was said to everybody."""

    status: str
    days_ago: int
    text: str


def days_ago(days: int) -> datetime:
    """Noon of that day, in the city's time zone."""
    today = timezone.localtime().replace(hour=NOON, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days)


def uuid_of(kind: str, code: str) -> UUID:
    """Always the same for the same content, so that loading twice adds nothing."""
    return uuid5(NAMESPACE, f"{kind}:{code}")


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of an authored CSV file (UTF-8, commas)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def history(fiche: Fiche, steps: Sequence[Step], workflow: Workflow, start: str) -> Iterator[Evenement]:
    """The lines of a history, checked against the workflow; raises CommandError for a step that could not be."""
    yield Evenement(fiche=fiche, at=fiche.created_at, actor_role="resident", what=What.SUBMITTED)
    before = start
    for step in steps:
        if not workflow.may_go(before, step.status) or (step.status in workflow.needs_text and not step.text):
            raise CommandError(f"{fiche.title} : {before} → {step.status}")
        yield Evenement(
            fiche=fiche, at=days_ago(step.days_ago), actor_role="agent", what=What.STATUS,
            before=before, after=step.status, public_text=step.text,
        )  # fmt: skip
        before = step.status


class DemonstrationCommand(ABC, BaseCommand):
    """Loads, or with `--remove` takes away, the demonstration of one kind. A subclass writes `rows` and `build`."""

    kind: ClassVar[Kind]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away the demonstration's fiches of this kind, and nothing else."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing."""
        shown = Fiche.objects.filter(kind=self.kind.value, demonstration=True)
        with transaction.atomic():
            if remove:
                count = shown.count()
                shown.delete()
                self.stdout.write(f"{self.kind.label} : {count} fiches de démonstration enlevées.")
                return
            self.load(set(shown.values_list("uuid", flat=True)))
        self.stdout.write(f"{self.kind.label} : {shown.count()} fiches de démonstration.")

    @abstractmethod
    def load(self, known: set[UUID]) -> None:
        """Store what is not there yet; `known` are the fiches already loaded."""

    @staticmethod
    def themes() -> dict[str, Theme]:
        """The themes by code; CommandError when they are not loaded."""
        if found := {theme.code: theme for theme in Theme.objects.all()}:
            return found
        raise CommandError(_("Chargez d’abord les thèmes : manage.py load_themes."))
