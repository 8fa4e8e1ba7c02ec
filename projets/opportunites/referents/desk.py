"""What a référent finds at their desk, for the quartiers that they answer for: a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.models import Commentaire, Fiche
from carto.territoires.models import Territoire
from projets.opportunites.candidats.telling import address_of
from projets.opportunites.models import Candidat, Opportunite, Sommeil, Tache, Veille
from projets.opportunites.referents.clock import awaited
from projets.opportunites.referents.missing import missing_in
from projets.opportunites.workflow import Status

MOST_CANDIDATES: Final = 12  # of each scale
MOST_TOPICS: Final = 60
MOST_SAID: Final = 6
SAME_VISIT: Final = timedelta(hours=1)
LOCAL: Final = (("rue", _("À l’échelle d’une rue")), ("quartier", _("À l’échelle du quartier")))


def visited(person: User) -> datetime | None:
    """Note the visit; returns when the one before this one was, None for the first."""
    now = timezone.now()
    veille, _created = Veille.objects.get_or_create(person=person)
    if veille.seen_at is None or now - veille.seen_at > SAME_VISIT:
        veille.before_at = veille.seen_at
    veille.seen_at = now
    veille.save(update_fields=["seen_at", "before_at"])
    return veille.before_at


def candidates_in(places: Sequence[int], scale: str) -> list[Candidat]:
    """The candidates there that are no topic yet, the highest score first."""
    there = Candidat.objects.filter(scale=scale, territoire__in=places, opportunite=None)
    return list(there.select_related("theme", "rue", "territoire").order_by("-score", "pk")[:MOST_CANDIDATES])


def topics_in(places: Sequence[int]) -> list[Opportunite]:
    """The topics there, with who carries each, who does what, and the sleep of those that sleep."""
    there = Opportunite.objects.public().filter(quartier__in=places).exclude(status=Status.DELIVERED)
    asleep = Prefetch("sommeils", Sommeil.objects.filter(ended_at=None), to_attr="asleep")
    tasks = Prefetch("ouverture__taches", Tache.objects.order_by("pk"))
    rows = there.select_related("theme", "rue", "quartier", "commune", "ouverture")
    return list(rows.prefetch_related(asleep, tasks).order_by("-updated_at")[:MOST_TOPICS])


def said_in(places: Sequence[int]) -> dict[str, Any]:
    """The latest ideas, reports and comments there."""
    there = Fiche.objects.public().filter(quartier__in=places).select_related("rue", "theme").order_by("-created_at")
    comments = Commentaire.objects.filter(visibility="public", fiche__visibility="public", fiche__quartier__in=places)
    return {
        "ideas": list(there.filter(kind="idee")[:MOST_SAID]),
        "reports": list(there.filter(kind="signalement")[:MOST_SAID]),
        "comments": list(comments.select_related("fiche", "author").order_by("-created_at")[:MOST_SAID]),
    }


def desk_of(territoires: Sequence[Territoire], before: datetime | None) -> dict[str, Any]:
    """All that the page tells; `before` is when whoever reads it came last."""
    places = [each.pk for each in territoires]
    scales = [(label, candidates_in(places, scale)) for scale, label in LOCAL]
    candidates = [candidat for _scale, found in scales for candidat in found]
    for candidat in candidates:
        candidat.is_new = before is None or candidat.first_at > before
        candidat.why = address_of(candidat)
    topics = topics_in(places)
    owed = [each for topic in topics if (each := awaited(topic))]
    return {
        "scales": scales,
        "new": sum(candidat.is_new for candidat in candidates),
        "first_visit": before is None,
        "owed": sorted(owed, key=lambda each: each.due_at),
        "carried": [topic for topic in topics if topic.status not in {Status.SPOTTED, Status.SET_ASIDE}],
        "asleep": [topic for topic in topics if topic.status == Status.SET_ASIDE],
        "missing": missing_in(places),
    } | said_in(places)
