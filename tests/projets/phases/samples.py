"""What the tests of the common work need to exist: a topic in a phase, words in its threads, a table."""

import uuid
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from carto.comptes.models import User
from carto.fiches.models import Commentaire
from projets.opportunites.models import Opportunite, Propos, Tablee
from tests.projets.referents.samples import make_topic


def in_phase(phase: str = "diagnosis", **fields: Any) -> Opportunite:
    """A topic at the castle in that phase, which has no end yet."""
    return make_topic(status=phase, stage="in_progress", phase_starts=timezone.localdate(), **fields)


def put(topic: Opportunite, kind: str, text: str, under: Propos | None = None, author: User | None = None) -> Propos:
    """Words that stand in the threads already."""
    said = Commentaire.objects.create(fiche=topic, kind=kind, text=text, author=author)
    return Propos.objects.create(commentaire=said, opportunite=topic, phase="diagnosis", under=under)


def say(client: Client, topic: Opportunite, kind: str, text: str, under: Propos | None = None, **more: Any) -> Any:
    """What the form of the threads sends."""
    at = f"?sous={under.pk}" if under else ""
    told = {"uuid": str(uuid.uuid4()), "kind": kind, "text": text} | more
    return client.post(f"/opportunites/{topic.uuid}/propos/dire/{at}", told)


def said(text: str) -> Propos:
    """The propos of these words."""
    return Propos.objects.get(commentaire__text=text)


def make_table(topic: Opportunite, *, turn: int | None = 0, **fields: Any) -> Tablee:
    """A table of three whose turn that is (five minutes each); None: it begins in an hour; 3: it is over."""
    begun = timedelta(hours=-1) if turn is None else timedelta(minutes=5 * turn + 1)
    told = {"question": "Où mettre de l’ombre ?", "seats": 3, "turn_minutes": 5, "phase": "contribution"} | fields
    return Tablee.objects.create(opportunite=topic, starts_at=timezone.now() - begun, role="referent", **told)


def at_turn(tablee: Tablee, turn: int) -> None:
    """Have the clock be in that turn."""
    tablee.starts_at = timezone.now() - timedelta(minutes=5 * turn + 1)
    tablee.save(update_fields=["starts_at"])
