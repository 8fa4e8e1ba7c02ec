"""The demonstration's common work on one topic: its threads, the families of its arguments, two tables."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from carto.fiches.actions import digest
from carto.fiches.comments.actions import RESIDENT, promised_for
from carto.fiches.models import Commentaire, CommentKind, Visibility
from projets.demonstration import days_ago, uuid_of
from projets.opportunites.models import Apport, Famille, Opportunite, Propos, Rangement, Tablee
from projets.opportunites.phases.tables.actions import settle
from projets.opportunites.phases.tables.rotation import writer_of

CONTENT: Final = Path(__file__).parents[2] / "content" / "propos.json"
ROLE: Final = "referent"


class Command(BaseCommand):
    help = "Charge les fils, les familles et les tablées de démonstration, ou les enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away what was said on the demonstration's topics; the topics themselves stay."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; loading twice adds nothing."""
        content = json.loads(CONTENT.read_text(encoding="utf-8"))
        topic = Opportunite.objects.filter(uuid=uuid_of("opportunite", content["topic"]), demonstration=True).first()
        with transaction.atomic():
            if topic is not None and remove:
                Commentaire.objects.filter(propos__opportunite=topic).delete()
                Commentaire.objects.filter(apport__tablee__opportunite=topic).delete()
                topic.tablees.all().delete()
                topic.familles.all().delete()
            elif topic is not None:
                said = {item["code"]: item for item in content["threads"]}
                placed: dict[str, Propos] = {}
                for code, item in said.items():
                    placed[code] = _said(topic, item, placed.get(item.get("under", "")))
                for item in content["families"]:
                    _family(topic, item, placed)
                for item in content["tables"]:
                    _table(topic, item)
        self.stdout.write(f"Propos de démonstration : {Propos.objects.filter(opportunite=topic).count()}.")


def _said(topic: Opportunite, item: dict[str, Any], under: Propos | None) -> Propos:
    at = days_ago(item["days"])
    told = {"fiche": topic, "kind": item["kind"], "text": item["text"], "created_at": at}
    if due_at := promised_for(item["kind"], RESIDENT):
        told["due_at"] = due_at
    said, _new = Commentaire.objects.get_or_create(uuid=uuid_of("propos", item["code"]), defaults=told)
    placed = {"opportunite": topic, "phase": item["phase"], "under": under}
    return Propos.objects.get_or_create(commentaire=said, defaults=placed)[0]


def _family(topic: Opportunite, item: dict[str, Any], placed: dict[str, Propos]) -> None:
    told = {"summary": item["summary"], "side": item["side"], "role": ROLE, "at": days_ago(4)}
    famille, _new = Famille.objects.get_or_create(opportunite=topic, title=item["title"], defaults=told)
    for code in item["arguments"]:
        Rangement.objects.get_or_create(commentaire_id=placed[code].commentaire_id, defaults={"famille": famille})


def _table(topic: Opportunite, item: dict[str, Any]) -> None:
    """A table with what was written around it; one that is over has its sheets opened, as any other."""
    if topic.tablees.filter(question=item["question"]).exists():
        return
    tablee = Tablee.objects.create(
        opportunite=topic, phase=topic.status, question=item["question"], seats=item["seats"], pace=item["pace"],
        turn_minutes=item["turn_minutes"], starts_at=days_ago(item["days"]), role=ROLE,
    )  # fmt: skip
    sieges = [
        tablee.sieges.create(rank=rank, name=name, digest=digest(f"démonstration {tablee.pk} {rank}"))
        for rank, name in enumerate(item["names"])
    ]
    for sheet, turns in enumerate(item["sheets"]):
        for turn, text in enumerate(turns):
            said = Commentaire.objects.create(
                fiche=topic, kind=CommentKind.SOLUTION, text=text, visibility=Visibility.DRAFT
            )
            siege = sieges[writer_of(sheet, turn, tablee.seats)]
            Apport.objects.create(tablee=tablee, siege=siege, commentaire=said, sheet=sheet, turn=turn, rank=0)
    settle(tablee)
