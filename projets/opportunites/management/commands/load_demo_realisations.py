"""The demonstration's decisions: one that is announced, one that is questioned, one that is delivered."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from carto.fiches.models import Commentaire, CommentKind, Evenement, Soutien, SoutienKind, What
from carto.working_days import due_after
from projets.demonstration import days_ago, uuid_of
from projets.opportunites.models import (
    CoutReel,
    Decision,
    Ecart,
    Interpellation,
    Jalon,
    Livraison,
    Opportunite,
    Piste,
    Reponse,
)
from projets.opportunites.referents.waking import threshold

CONTENT: Final = Path(__file__).parents[2] / "content" / "decisions.json"
WORDS: Final = ("about", "text", "inputs", "criteria", "signatory", "signatory_role", "legal_act")
ROLE: Final = "agent"


class Command(BaseCommand):
    help = "Charge les décisions de démonstration, ou les enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove`: they go with their topics, there is nothing else to take away."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; loading twice adds nothing."""
        if remove:
            return
        with transaction.atomic():
            for item in json.loads(CONTENT.read_text(encoding="utf-8")):
                mine = Opportunite.objects.filter(uuid=uuid_of("opportunite", item["code"]), demonstration=True)
                if (topic := mine.first()) and not topic.decisions.exists():
                    _load(topic, item)
        shown = Decision.objects.filter(opportunite__demonstration=True)
        self.stdout.write(f"Décisions : {shown.count()} de démonstration.")


def _load(topic: Opportunite, item: dict[str, Any]) -> None:
    decision = _decided(topic, item)
    for title, due, done, text in item["jalons"]:
        done_on = None if done is None else days_ago(done).date()
        Jalon.objects.create(opportunite=topic, title=title, due_on=days_ago(due).date(), done_on=done_on, text=text)
    if item["asked"]:
        _question(decision, *item["asked"])
    for rank, (text, verdict, reason) in enumerate(item["words"]):
        _word(topic, item["code"], rank, text, verdict, reason)
    if item["delivered"]:
        _deliver(topic, *item["delivered"])


def _decided(topic: Opportunite, item: dict[str, Any]) -> Decision:
    """Written with its options first: from the moment when it is taken the database keeps it as it is."""
    at = {name: None if item[name] is None else days_ago(item[name]) for name in ("announced", "taken", "told")}
    decision = Decision.objects.create(
        opportunite=topic, expected_on=days_ago(item["expected"]).date(), announced_at=at["announced"], role=ROLE,
        **{name: item[name] for name in WORDS},
    )  # fmt: skip
    for name, kept, reason in item["pistes"]:
        Piste.objects.create(decision=decision, name=name, kept=kept, reason=reason)
    for chosen, decided, reason in item["ecarts"]:
        Ecart.objects.create(decision=decision, chosen=chosen, decided=decided, reason=reason)
    _line(topic, What.FORETOLD, at["announced"], item["about"])
    if at["taken"]:
        decision.taken_at, decision.consequences_at = at["taken"], at["told"]
        decision.consequences = item["consequences"]
        decision.save()
        _line(topic, What.DECIDED, at["taken"], item["text"])
        _line(topic, What.FOLLOWED, at["told"], item["consequences"])
    return decision


def _line(topic: Opportunite, what: str, at: datetime, text: str, role: str = ROLE) -> None:
    """One line of history, told to nobody."""
    Evenement.objects.create(fiche=topic, what=what, at=at, actor_role=role, public_text=text)


def _question(decision: Decision, text: str, days: int, reached: int) -> None:
    """Put so many days ago, by enough people some days after."""
    topic, limit = decision.opportunite, threshold(decision.opportunite.scale, 900)
    said = Commentaire.objects.create(
        uuid=uuid_of("commentaire", f"{topic.uuid}-question"), fiche=topic, kind=CommentKind.AVIS, text=text,
        created_at=days_ago(days),
    )  # fmt: skip
    due = due_after(localtime(days_ago(reached)), settings.CARTO_QUESTION_DAYS)
    Interpellation.objects.create(
        decision=decision, commentaire=said, at=days_ago(days), needed=limit.needed, inhabitants=900,
        reached_at=days_ago(reached), due_at=due,
    )  # fmt: skip
    Soutien.objects.bulk_create(Soutien(fiche=topic, kind=SoutienKind.STILL) for _each in range(limit.needed + 2))
    told = _("%(n)d personnes questionnent la décision.") % {"n": limit.needed}
    _line(topic, What.CHALLENGED, days_ago(reached), told, role="resident")


def _word(topic: Opportunite, code: str, rank: int, text: str, verdict: str | None, reason: str | None) -> None:
    said = Commentaire.objects.create(
        uuid=uuid_of("commentaire", f"{code}-{rank}"), fiche=topic, kind=CommentKind.AVIS, text=text,
        created_at=days_ago(70 + rank),
    )  # fmt: skip
    if verdict:
        told = {"verdict": verdict, "reason": reason, "role": ROLE, "at": days_ago(20)}
        Reponse.objects.create(opportunite=topic, commentaire=said, **told)


def _deliver(topic: Opportunite, days: int, text: str, costs: list[list[str]]) -> None:
    day = days_ago(days)
    made = Livraison.objects.create(opportunite=topic, delivered_on=day.date(), text=text, at=day, role=ROLE)
    for what, amount, kind, basis in costs:
        CoutReel.objects.create(livraison=made, what=what, amount=amount, kind=kind, basis=basis, year=day.year)
