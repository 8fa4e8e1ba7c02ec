"""Which of the demonstration’s ideas change another, or answer the same need, from `content/demo_branches.csv`."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from carto.fiches.models import Evenement, Lien, LienKind, What
from carto.readable import Row, read_rows
from projets.demonstration import days_ago, uuid_of
from projets.idees.fusions.branches import branched, decided
from projets.idees.models import Amendement, Idee, Settled

CONTENT = Path(__file__).parents[2] / "content" / "demo_branches.csv"
COLUMNS = ("code", "target", "alternative", "settled", "reason", "days_ago")
KINDS = (LienKind.AMENDS, LienKind.ALTERNATIVE)


class Command(BaseCommand):
    help = "Relie en branches des idées de démonstration, ou les sépare avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away the links and what histories say of them; the ideas stay."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; twice changes nothing."""
        with transaction.atomic():
            if remove:
                _remove()
                return
            ideas = Idee.objects.filter(demonstration=True).in_bulk(field_name="uuid")
            for row in read_rows(CONTENT, COLUMNS):
                idee, target = (ideas.get(uuid_of("idee", row[name])) for name in ("code", "target"))
                if idee and target and not Amendement.objects.filter(idee=idee).exists():
                    Evenement.objects.bulk_create(_tie(idee, target, row))
        self.stdout.write(f"{Amendement.objects.filter(idee__demonstration=True).count()} branches de démonstration.")


def _remove() -> None:
    Amendement.objects.filter(idee__demonstration=True).delete()
    Lien.objects.filter(source__demonstration=True, kind__in=KINDS).delete()
    Evenement.objects.filter(fiche__demonstration=True, what=What.AMENDED).delete()


def _tie(idee: Idee, target: Idee, row: Row) -> Iterator[Evenement]:
    """Make one the branch of the other, from the day it was sent; the lines of both histories."""
    at, alternative = idee.created_at, bool(row["alternative"])
    kind = LienKind.ALTERNATIVE if alternative else LienKind.AMENDS
    Lien.objects.create(source_id=idee.pk, target_id=target.pk, kind=kind, role="resident", at=at)
    made = Amendement.objects.create(
        idee=idee, target=target, alternative=alternative, at=at, settled=row["settled"] or Settled.OPEN,
        reason=row["reason"], settled_at=days_ago(int(row["days_ago"])) if row["settled"] else None,
    )  # fmt: skip
    for fiche, said in zip((idee, target), branched(made), strict=True):
        yield Evenement(fiche=fiche, at=at, actor_role="resident", what=What.AMENDED, public_text=said)
        if made.settled_at:
            yield Evenement(
                fiche=fiche, at=made.settled_at, actor_role="referent", what=What.AMENDED, public_text=decided(made)
            )
