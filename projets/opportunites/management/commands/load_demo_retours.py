"""The demonstration's topic that went all the way: its proofs, its works, what was learnt; from `content/retours.json`.

What another command of the demonstration has already told of that topic is left as it is.
"""

import json
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from carto.comptes.models import Role, RoleName, Service, User
from carto.fiches.models import Commentaire, Evenement, Fiche, Kind, Lien, LienKind, Theme, What
from projets.demonstration import days_ago, uuid_of
from projets.equipements.models import Cout, Equipement, Nature
from projets.opportunites.after.directory import quartier_at
from projets.opportunites.choosing.actions import settle
from projets.opportunites.management.commands.load_demo_consultations import Shown, opened
from projets.opportunites.models import (
    Bilan,
    Consultation,
    Decision,
    Ecart,
    Initiative,
    Jalon,
    Moyen,
    Opportunite,
    Ouverture,
    Passage,
    Piste,
    Reponse,
    Reunion,
    Tache,
    Talent,
)
from projets.opportunites.opening.lines import POINTS, told
from projets.votes.polls.poll import Method

CONTENT: Final = Path(__file__).parents[2] / "content" / "retours.json"
AGENT: Final = "agent-des-rues@demonstration.invalid"
REFERENT, AGENT_ROLE = RoleName.REFERENT.value, RoleName.AGENT.value
SIGNED: Final = "Deux parents d’élèves et le service de la voirie"

CHOSEN: Final = Shown(
    "rue-aux-ecoliers", "rue-aux-ecoliers-jean-mace", "À quelle heure fermer la rue ?",
    "Trois horaires viennent des quarante-deux dessins. Celui qui vient en premier est essayé un semestre.",
    Method.SCORE, (203, 186, 184),
    (
        ("À la sortie, de 16 h 15 à 16 h 45", "Une demi-heure par jour d’école.", "Onze places attendent.", None),
        ("Matin et soir", "Deux fois par jour.", "Deux fois plus de bénévoles.", None),
        ("Toute la journée", "De 8 h à 17 h.", "Plus de livraisons l’après-midi.", None),
    ),
    (0.78, 0.6, 0.3), 236, "0.05",
)  # fmt: skip


class Command(BaseCommand):
    help = "Raconte jusqu’au bout un sujet de démonstration, ou enlève ce récit avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away what is not a fiche; the fiches go with the others."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; loading twice adds nothing."""
        told = json.loads(CONTENT.read_text(encoding="utf-8"))
        with transaction.atomic():
            if remove:
                User.objects.filter(email=AGENT).delete()
                Initiative.objects.filter(demonstration=True).delete()
                self.stdout.write("Retours de démonstration enlevés.")
                return
            topic = Opportunite.objects.filter(uuid=uuid_of("opportunite", told["code"]), demonstration=True).first()
            if topic is not None and not Bilan.objects.filter(opportunite=topic).exists():
                _prove(topic, told)
                _build(topic, told["works"])
                _learn(topic, told)
        self.stdout.write(f"Retours : {Bilan.objects.filter(opportunite__demonstration=True).count()} bilan.")


def _prove(topic: Opportunite, told: dict[str, Any]) -> None:
    """The sheet, the root, the words with their answers, the gates, the meetings, the decision."""
    _sheet(topic, dict(told["sheet"]))
    for code in told["ideas"]:
        _root(topic, code)
    for row in told["comments"]:
        _said(topic, row)
    if not Consultation.objects.filter(slug=CHOSEN.slug).exists():
        settle(opened(CHOSEN, topic))
    if not topic.passages.exists():
        for phase, days, summary in told["passages"]:
            at = days_ago(days)
            Passage.objects.create(
                opportunite=topic, phase=phase, summary=summary, role=AGENT_ROLE, opened_at=at, residents_at=at,
                service_at=at, service_said="Nous sommes prêts à continuer.", passed_at=at,
            )  # fmt: skip
    for row in told["meetings"]:
        at = days_ago(row["days_ago"])
        fields = {name: row[name] for name in ("kind", "phase", "place", "came", "text", "outcome")}
        Reunion.objects.create(opportunite=topic, at=at, recorded_at=at + timedelta(days=1), role=REFERENT, **fields)
        _line(topic, What.MEETING, row["days_ago"], row["outcome"], role=REFERENT)
    if not topic.decisions.exists():
        _decide(topic, told["decision"])


def _sheet(topic: Opportunite, row: dict[str, Any]) -> None:
    """A complete sheet, with the version that was kept before anybody contributed."""
    if Ouverture.objects.filter(opportunite=topic).exists():
        return
    at, money, tasks = days_ago(row.pop("days_ago")), row.pop("moyens"), row.pop("taches")
    Opportunite.objects.filter(pk=topic.pk).update(**{name: row[name] for name in POINTS})
    topic.refresh_from_db()
    sheet = Ouverture.objects.create(
        opportunite=topic, version=1, **{name: value for name, value in row.items() if name not in POINTS}
    )
    for what, amount, kind, basis in money:
        Moyen.objects.create(ouverture=sheet, what=what, amount=amount, kind=kind, basis=basis, year=at.year)
    for who, what, with_whom in tasks:
        Tache.objects.create(ouverture=sheet, who=who, what=what, with_whom=with_whom)
    sheet = Ouverture.objects.get(pk=sheet.pk)
    sheet.versions.create(number=1, at=at, role=AGENT_ROLE, told=told(topic, sheet))


def _root(topic: Opportunite, code: str) -> None:
    """The idea that it grew from, answered."""
    idea = Fiche.objects.filter(uuid=uuid_of("idee", code)).first()
    if idea is None or Lien.objects.filter(source=topic, target=idea).exists():
        return
    Lien.objects.create(source=topic, target=idea, kind=LienKind.GREW_FROM, role=REFERENT, at=topic.created_at)
    _line(idea, What.TAKEN_UP, 310, f"Une autre proposition en est née : {topic.number}.", role=REFERENT)
    Reponse.objects.create(
        opportunite=topic, fiche=idea, verdict="taken", reason="C’est elle qui a tout commencé.", at=days_ago(168),
        role=AGENT_ROLE,
    )  # fmt: skip


def _said(topic: Opportunite, row: dict[str, Any]) -> None:
    due = days_ago(row["due"]) if "due" in row else None
    at = days_ago(row["days_ago"])
    said = Commentaire.objects.create(fiche=topic, kind=row["kind"], text=row["text"], created_at=at, due_at=due)
    if "reply" in row:
        days, text = row["reply"]
        Commentaire.objects.create(fiche=topic, text=text, role=AGENT_ROLE, answers=said, created_at=days_ago(days))
    if "answer" in row:
        verdict, reason = row["answer"]
        answered = days_ago(min(row["days_ago"] - 2, 165))
        Reponse.objects.create(
            opportunite=topic, commentaire=said, verdict=verdict, reason=reason, at=answered, role=AGENT_ROLE
        )


def _decide(topic: Opportunite, row: dict[str, Any]) -> None:
    """Announced, taken, its consequences told; what was kept, set aside, departed from."""
    words = ("text", "inputs", "criteria", "signatory", "signatory_role", "legal_act", "consequences")
    announced, taken, after = (days_ago(row[name]) for name in ("announced", "taken", "consequences_at"))
    decision = Decision.objects.create(
        opportunite=topic, expected_on=taken.date(), announced_at=announced, role=AGENT_ROLE,
        **{name: row[name] for name in words},
    )  # fmt: skip
    for name, kept in (("kept", True), ("other", False)):
        Piste.objects.create(decision=decision, name=row[name][0], reason=row[name][1], kept=kept)
    chosen, decided, reason = row["departure"]
    Ecart.objects.create(decision=decision, chosen=chosen, decided=decided, reason=reason)
    Decision.objects.filter(pk=decision.pk).update(taken_at=taken, consequences_at=after)
    _line(topic, What.FORETOLD, row["announced"], row["text"])
    _line(topic, What.DECIDED, row["taken"], row["text"])
    _line(topic, What.FOLLOWED, row["consequences_at"], row["consequences"])


def _line(topic: Fiche, what: str, days: int, text: str, role: str = AGENT_ROLE) -> None:
    Evenement.objects.create(fiche=topic, what=what, at=days_ago(days), actor_role=role, public_text=text)


def _build(topic: Opportunite, row: dict[str, Any]) -> None:
    """The works, a facility with what it cost, line by line."""
    at = days_ago(row["days_ago"])
    works = Equipement(
        uuid=uuid_of("equipement", "rue-aux-ecoliers"), kind=Kind.EQUIPEMENT, theme=topic.theme, title=row["title"],
        geom=topic.geom.point_on_surface, nature=Nature.WORKS, status="open", stage="done", demonstration=True,
        created_at=at, opened=at.year,
    )  # fmt: skip
    works.save(force_insert=True)
    Evenement.objects.create(fiche=works, at=at, actor_role=AGENT_ROLE, what=What.SUBMITTED)
    Lien.objects.create(source=works, target=topic, kind=LienKind.DELIVERS, role=AGENT_ROLE, at=at)
    for kind, amount in row["costs"]:
        Cout.objects.create(
            equipement=works, kind=kind, purpose="equipment", amount=amount, year=at.year, basis="ttc",
            source="démonstration",
        )  # fmt: skip


def _learn(topic: Opportunite, told: dict[str, Any]) -> None:
    """The milestones, the experience sheet, who acts already nearby, what an agent can do besides."""
    if not topic.jalons.exists():
        for title, due, done, text in told["milestones"]:
            days = {"due_on": days_ago(due).date(), "done_on": days_ago(done).date()}
            Jalon.objects.create(opportunite=topic, title=title, text=text, **days)
    row = dict(told["bilan"])
    at = days_ago(row.pop("days_ago"))
    Bilan.objects.create(opportunite=topic, role=AGENT_ROLE, signed=SIGNED, written_at=at, updated_at=at, **row)
    for rank, each in enumerate(told["initiatives"]):
        place = topic.geom.point_on_surface
        place.x += 0.0006 * (rank + 1)
        Initiative.objects.create(
            name=each["name"], what=each["what"], theme=Theme.objects.get(code=each["theme"]), geom=place,
            since=days_ago(365 * each["since"]).year, quartier=quartier_at(place), state="public", demonstration=True,
        )  # fmt: skip
    if service := Service.objects.filter(code="voirie").first():
        person = User.objects.filter(email=AGENT).first() or User.objects.create_user(AGENT, name="Agent des rues")
        Role.objects.get_or_create(user=person, name=RoleName.AGENT, service=service, territoire=None)
        Talent.objects.get_or_create(person=person, defaults={"words": told["talent"], "themes": ["velo"]})
