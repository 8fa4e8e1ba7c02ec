"""A topic that went all the way, and each step of it on its own."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from carto.comptes.models import User
from carto.fiches.models import Commentaire, Evenement, Lien, LienKind
from projets.equipements.models import Equipement
from projets.opportunites.models import Consultation, Decision, Opportunite, Passage, Reunion
from projets.opportunites.opening.lines import MONEY, OWED, TASKS
from projets.opportunites.workflow import PHASES
from tests.factories import make_territoire
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.referents.samples import fill_sheet, make_topic
from tests.projets.samples import make_cout, make_equipement

TOLD: Final = dict.fromkeys(OWED, "dit") | {
    MONEY: [["Arbres", "10.00", "voted", "ttc", 2026]],
    TASKS: [["a", "b", "c"]],
}


def ago(days: float) -> datetime:
    """That many days before now."""
    return timezone.now() - timedelta(days=days)


def step(
    topic: Opportunite, after: str, days: float, *, before: str = "", text: str = "", by: User | None = None
) -> None:
    """One line of its history, so many days ago; the topic stands there now."""
    told = {"what": "status", "actor_role": "referent", "before": before or topic.status, "after": after}
    Evenement.objects.create(fiche=topic, at=ago(days), public_text=text, person=by, **told)
    topic.status = after
    Opportunite.objects.filter(pk=topic.pk).update(status=after)


def keep_sheet(topic: Opportunite, days: float, **changes: Any) -> None:
    """A version of its opening sheet, whole but for `changes`, kept so many days ago."""
    sheet = getattr(topic, "ouverture", None) or fill_sheet(topic)
    number = sheet.versions.count() + 1
    version = sheet.versions.create(number=number, role="referent", told=TOLD | changes)
    sheet.versions.filter(pk=version.pk).update(at=ago(days))


def pass_gate(topic: Opportunite, phase: str, days: float) -> Passage:
    """Both sides said yes."""
    at = ago(days)
    return Passage.objects.create(
        opportunite=topic, phase=phase, summary="Dit.", role="referent", residents_at=at, service_at=at, passed_at=at
    )


def count_consultation(topic: Opportunite, voices: int, quorum: str = "1", **fields: Any) -> Consultation:
    """A consultation of 1 000 people that is counted, with so many voices."""
    told = {
        "slug": f"choix-{Consultation.objects.count()}", "title": "Quelle ombre ?", "opportunite": topic,
        "quorum": Decimal(quorum),
        "opens_at": ago(60), "closes_at": ago(50), "counts_at": ago(49), "opened_at": ago(66), "counted_at": ago(49),
        "people": {"areas": [{"code": "c", "name": "Centre", "early": False, "people": {"": 1000}}], "ages": []},
        "result": {"spoken": [["c", "", voices]], "voices": voices},
    }  # fmt: skip
    return Consultation.objects.create(**(told | fields))


def say(topic: Opportunite, days: float, text: str = "Plus d’arbres.", **fields: Any) -> Commentaire:
    """Words of a resident."""
    return Commentaire.objects.create(fiche=topic, text=text, created_at=ago(days), **fields)


def decide(topic: Opportunite, **fields: Any) -> Decision:
    """Announced, taken, its consequences told."""
    told = {
        "opportunite": topic, "text": "Des arbres.", "inputs": "La consultation.", "signatory": "L’adjointe",
        "expected_on": ago(30).date(), "announced_at": ago(40), "taken_at": ago(30), "consequences": "Onze places.",
        "consequences_at": ago(20), "role": "agent",
    }  # fmt: skip
    return Decision.objects.create(**(told | fields))


def build(topic: Opportunite, *, amount: str | None = "12000.00", kind: str = "realised") -> Equipement:
    """The works that deliver it, with what they cost."""
    works = make_equipement(CHATEAU, title="Les arbres du château")
    Lien.objects.create(source=works, target=topic, kind=LienKind.DELIVERS, role="agent")
    make_cout(works, amount, kind=kind)
    return works


def meet_after(topic: Opportunite, *, told: bool = True) -> Reunion:
    """People met once it was there."""
    fields = {"came": 14, "outcome": "On s’y assoit.", "recorded_at": ago(1)} if told else {}
    return Reunion.objects.create(
        opportunite=topic, kind=Reunion.Kind.AFTER, at=ago(2), place="sous les arbres", role="referent", **fields
    )


def delivered_topic() -> Opportunite:
    """From carried to delivered, each phase in its turn, with nothing proved beside its history."""
    topic = make_topic(scale="quartier")
    for rank, status in enumerate(("carried", *PHASES, "decided", "delivered")):
        step(topic, status, 100 - 13 * rank)
    return topic


def carried_by(topic: Opportunite) -> User:
    """Denise, référente of where it lies, carries it."""
    quartier = make_territoire(CHATEAU, name="Centre-Ville", code="44109Q1")
    person = denise(quartier)
    Opportunite.objects.filter(pk=topic.pk).update(carrier=person, quartier=quartier)
    topic.refresh_from_db()
    return person
