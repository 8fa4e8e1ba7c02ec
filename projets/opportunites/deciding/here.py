"""What was decided, announced and delivered on the topics of a place, for its page of transparency."""

from typing import Any, Final

from django.urls import reverse
from django.utils.timezone import localtime

from carto.fiches.filters import Filters
from projets.equipements.transparence import Decided, Step
from projets.opportunites.models import Decision, Livraison, Opportunite

MOST: Final = 5  # of each: the latest


def decided_in(code: str) -> Decided:
    """Of the public topics of a territory, of all of them without one; five queries."""
    topics = Filters(territoire=code).apply(Opportunite.objects.public()).order_by().values("pk")
    decisions = Decision.objects.filter(opportunite__in=topics).select_related("opportunite")
    taken = decisions.filter(taken_at__isnull=False).exclude(replaced_by__taken_at__isnull=False)
    coming = decisions.filter(taken_at=None, announced_at__isnull=False).order_by("expected_on", "pk")
    made = Livraison.objects.filter(opportunite__in=topics).select_related("opportunite")
    return Decided(
        [_taken(each) for each in taken.order_by("-taken_at", "-pk")[:MOST]], taken.count(),
        [_step(each, each.expected_on) for each in coming[:MOST]],
        [_step(each, each.delivered_on, "delivery") for each in made.order_by("-delivered_on", "-pk")[:MOST]],
        made.count(),
    )  # fmt: skip


def _taken(decision: Decision) -> Step:
    signed = ", ".join(filter(None, (decision.signatory, decision.signatory_role)))
    return _step(decision, localtime(decision.taken_at).date(), signed=signed)


def _step(row: Any, day: Any, page: str = "decision", *, signed: str = "") -> Step:
    topic = row.opportunite
    return Step(topic.title, reverse(f"opportunites:{page}", args=[topic.uuid]), day, signed)
