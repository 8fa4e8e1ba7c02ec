"""A topic on which everything was begun once, and every address under it, by name."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from carto.fiches.models import Commentaire
from projets.opportunites.after import urls as after
from projets.opportunites.deciding import urls as deciding
from projets.opportunites.gates import urls as gates
from projets.opportunites.models import (
    Appel,
    Essai,
    Famille,
    Jalon,
    Methode,
    Offre,
    Opportunite,
    Rangement,
    Retouche,
    Reunion,
)
from projets.opportunites.opening import urls as opening
from projets.opportunites.phases import urls as phases
from tests.projets.phases.samples import make_table, put
from tests.projets.referents.samples import fill_sheet

WORDS: Final = "Motssecrets"
# What `pk` is in an address, by the address's name.
KEYS: Final = {
    "thread_answer": "question", "family": "family", "family_contest": "filed", "family_settle": "filed",
    "tablee": "table", "tablee_sit": "table", "tablee_call_off": "table", "tablee_mine": "table",
    "tablee_seat": "table", "gate_reply": "objection", "meeting_ics": "meeting", "meeting_tell": "meeting",
    "meeting_call_off": "meeting", "visit": "meeting", "visit_ask": "meeting", "visit_stop": "meeting",
    "visit_seen": "meeting", "method_answer": "change", "call_offer": "call", "offer_answer": "offer",
    "trial_observe": "trial", "trial_conclude": "trial",
}  # fmt: skip


def names() -> list[str]:
    """Every address under a topic's, of the rooms of the common work."""
    rooms = (opening, phases, gates, deciding, after)
    return [each.name for room in rooms for each in room.urlpatterns if str(each.pattern).startswith("<uuid")]


def address(topic: Opportunite, name: str, keys: dict[str, int]) -> str:
    """That address of that topic, with these keys in it."""
    told: dict[str, Any] = {"pk": keys[KEYS[name]]} if name in KEYS else {}
    if name == "visit_seen":
        told["stop"] = keys["stop"]
    if name == "tablee_seat":
        told["secret"] = "x" * 43
    named = "key" if name in {each.name for each in gates.urlpatterns} else "uuid"
    return reverse(f"opportunites:{name}", kwargs={named: topic.uuid} | told)


def _say(topic: Opportunite, words: str) -> Commentaire:
    return Commentaire.objects.create(fiche=topic, kind="avis", text=words)


def begun(topic: Opportunite, words: str = WORDS) -> dict[str, int]:
    """One of each thing on a topic, each telling `words`; their keys."""
    today, signed = timezone.localdate(), {"opportunite": topic, "role": "referent"}
    fill_sheet(topic).versions.create(number=1, role="referent", told={})
    question = put(topic, "question", words)
    Commentaire.objects.filter(pk=question.commentaire_id).update(due_at=timezone.now())
    family = Famille.objects.create(title=words, summary=words, side="pour", **signed)
    filed = Rangement.objects.create(famille=family, commentaire=put(topic, "pour", words).commentaire)
    meeting = Reunion.objects.create(kind="visit", at=timezone.now(), place=words, text=words, **signed)
    stop = meeting.haltes.create(place=words, text=words, seen=words)
    method = Methode.objects.create(number=1, told={"diagnosis": {"done": words}}, **signed)
    call = Appel.objects.create(kind="use", text=words, until=today, **signed)
    trial = Essai.objects.create(text=words, place=words, starts=today, ends=today, **signed)
    Jalon.objects.create(opportunite=topic, title=words, due_on=today)
    return {
        "question": question.pk, "family": family.pk, "filed": filed.pk, "meeting": meeting.pk, "stop": stop.pk,
        "call": call.pk, "trial": trial.pk, "table": make_table(topic, question=words).pk,
        "change": Retouche.objects.create(methode=method, commentaire=_say(topic, words)).pk,
        "offer": Offre.objects.create(appel=call, commentaire=_say(topic, words)).pk,
        "objection": 1,  # none
    }  # fmt: skip
