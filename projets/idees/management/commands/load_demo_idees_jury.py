"""One contested act of moderation and the jury of residents that looked at it again, from `content/demo_jury.json`."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from carto.fiches.models import Acte, ActeKind, Commentaire, Evenement, Jure, Jury, Outcome, Visibility, What
from carto.fiches.moderation.actions import because
from carto.fiches.moderation.jury.closing import counted
from carto.fiches.moderation.jury.draw import LASTS, draw, verdict
from projets.demonstration import days_ago, uuid_of
from projets.idees.models import Idee

CONTENT = Path(__file__).parents[2] / "content" / "demo_jury.json"
MODERATION, RESIDENT, JURY = "moderator", "resident", "jury"


class Command(BaseCommand):
    help = "Charge une décision contestée et le jury d’habitants qui l’a relue, ou les enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away the comment, the acts, the jury, and what the history says of them."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; twice changes nothing. The jurors have no account: nobody is written to."""
        told = json.loads(CONTENT.read_text(encoding="utf-8"))
        idee = Idee.objects.filter(demonstration=True, uuid=uuid_of("idee", told["idea"])).first()
        if idee is None:
            return
        with transaction.atomic():
            if remove:
                Acte.objects.filter(fiche_id=idee.pk).delete()
                Commentaire.objects.filter(uuid=uuid_of("comment", "jury")).delete()
                Evenement.objects.filter(fiche_id=idee.pk, what__in=(What.MODERATED, What.JURY)).delete()
            elif not Jury.objects.filter(acte__fiche_id=idee.pk).exists():
                at = {name: days_ago(days) for name, days in told["days_ago"].items()}
                jury = _sit(_contested(idee, told, at), told, at)
                Evenement.objects.bulk_create(
                    Evenement(fiche=idee, at=at[when], actor_role=role, what=what, public_text=text)
                    for when, role, what, text in _lines(jury, told)
                )
        self.stdout.write("Une décision contestée, et son jury : /registre/.")


def _contested(idee: Idee, told: dict[str, Any], at: dict[str, datetime]) -> Acte:
    """The comment, as it may be read again; the act that had taken it away, its answer, and the second look."""
    comment, _new = Commentaire.objects.get_or_create(
        uuid=uuid_of("comment", "jury"), defaults={"fiche": idee, "text": told["text"], "created_at": at["said"]}
    )
    restored, binned = Visibility.PUBLIC.value, Visibility.BINNED.value
    Acte.objects.create(
        fiche=idee, commentaire=comment, role=JURY, at=at["verdict"], what=ActeKind.RESTORED, before=binned,
        after=restored,
    )  # fmt: skip
    return Acte.objects.create(
        fiche=idee, commentaire=comment, at=at["binned"], what=ActeKind.BINNED, rule=told["rule"],
        reason=told["reason"], before=restored, after=binned, reply=told["reply"], replied_at=at["replied"],
        reply_settled_at=at["settled"], reply_shown=True, outcome=Outcome.UPHELD, outcome_text=told["upheld"],
        undone_at=at["verdict"],
    )  # fmt: skip


def _sit(acte: Acte, told: dict[str, Any], at: dict[str, datetime]) -> Jury:
    """The jury as the lot gives it: anybody can draw it again from its seed and marks."""
    seed, *marks = (sha256(f"démonstration {rank}".encode()).hexdigest() for rank in range(told["among"] + 1))
    answers = [answer[0] for answer in told["answers"] if answer]
    jury = Jury.objects.create(
        acte=acte, seed=seed, among=told["among"], drawn_at=at["drawn"], closes_at=at["drawn"] + LASTS,
        outcome=verdict(answers), settled_at=at["verdict"],
    )  # fmt: skip
    drawn = [Jure(jury=jury, mark=mark, rank=rank) for rank, mark in enumerate(draw(seed, (m[:16] for m in marks)), 1)]
    for jure, answer in zip(drawn, told["answers"], strict=False):
        jure.called_at = at["drawn"]
        if answer:
            jure.outcome, jure.reason = answer
            jure.answered_at = at["verdict"]
    Jure.objects.bulk_create(drawn)
    return jury


def _lines(jury: Jury, told: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """What the history says, as the acts themselves would have written it: when, by whom, what, in which words."""
    binned = f"{_('Commentaire mis à la corbeille publique.')}\n{because(told['rule'], told['reason'])}"
    yield "binned", MODERATION, What.MODERATED, binned
    yield "replied", RESIDENT, What.MODERATED, _("L’auteur a répondu à une décision de la modération.")
    looked = _("Réponse de l’auteur examinée : %(outcome)s.") % {"outcome": Outcome.UPHELD.label}
    yield "settled", MODERATION, What.MODERATED, f"{looked} {told['upheld']}"
    said = _("Verdict du jury d’habitants : %(outcome)s.") % {"outcome": Outcome(jury.outcome).label}
    answers = [answer[0] for answer in told["answers"] if answer]
    yield "verdict", JURY, What.JURY, f"{said} {counted(answers)}"
    yield "verdict", JURY, What.MODERATED, _("Commentaire rétabli.")
