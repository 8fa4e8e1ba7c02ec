"""What the tests of decisions need: a topic in its last phase, its référente signed in, a whole sheet."""

from typing import Any

from django.test import Client
from django.utils import timezone

from carto.fiches.models import Evenement
from projets.opportunites.models import Decision, Opportunite, Passage, Piste
from tests.factories import make_territoire
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.referents.samples import in_days, make_topic

WORDS = {
    "text": "On plante vingt tilleuls, et on déplace deux arrêts.", "inputs": "Le relevé de chaleur de juillet.",
    "criteria": "L’ombre à midi, pour le prix d’un été.", "signatory": "Anne Duval",
    "signatory_role": "adjointe à l’espace public", "legal_act": "",
}  # fmt: skip
ROWS = {f"{name}-{count}": 0 for name in ("piste", "ecart", "jalon") for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
OPTIONS = {
    "piste-TOTAL_FORMS": 2, "piste-0-name": "Vingt tilleuls", "piste-0-kept": "on",
    "piste-0-reason": "L’ombre la plus large.", "piste-1-name": "Des toiles tendues",
    "piste-1-reason": "À remonter chaque année.",
}  # fmt: skip


def signed_in(client: Client, **fields: Any) -> Opportunite:
    """A topic in its last phase, carried by Denise who is signed in."""
    person = denise(make_territoire(CHATEAU))
    client.force_login(person)
    return make_topic(**({"status": "construction", "stage": "in_progress", "carrier": person} | fields))


def gate_passed(topic: Opportunite) -> Passage:
    """Residents and service have both said yes at the end of the last phase."""
    now = timezone.now()
    told = {
        "phase": "construction",
        "summary": "Tout est là.",
        "residents_at": now,
        "service_at": now,
        "passed_at": now,
    }
    return Passage.objects.create(opportunite=topic, **told)


def written(version: int = 0, **changes: Any) -> dict[str, Any]:
    """What the form of the sheet sends: all its lines, one option kept and one set aside."""
    return WORDS | ROWS | OPTIONS | {"version": version} | changes


def announced(days: int = 0, **changes: str) -> dict[str, str]:
    """What the form of the first notice sends."""
    return {"expected_on": in_days(days), "about": "Planter, ou tendre des toiles."} | changes


def decided(topic: Opportunite, **changes: Any) -> Decision:
    """A decision taken on it, as the database has it; the topic says so."""
    now = timezone.now()
    told = {name: words for name, words in WORDS.items() if words}
    told |= {"expected_on": timezone.localdate(), "announced_at": now} | changes
    decision = Decision.objects.create(opportunite=topic, role="referent", **told)
    Piste.objects.create(decision=decision, name="Vingt tilleuls", kept=True, reason="L’ombre la plus large.")
    Decision.objects.filter(pk=decision.pk).update(taken_at=now)
    Opportunite.objects.filter(pk=topic.pk).update(status="decided")
    topic.refresh_from_db(), decision.refresh_from_db()
    return decision


def last(topic: Opportunite, what: str) -> Evenement:
    """The last line of its history that tells this."""
    return topic.evenements.filter(what=what).last()
