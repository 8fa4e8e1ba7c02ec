"""On the page of a topic: its decision in four dates, the question it is asked, its next step, who has no answer."""

from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from projets.opportunites.deciding.contributions import unanswered
from projets.opportunites.deciding.pen import DECIDABLE
from projets.opportunites.deciding.telling import dates_of
from projets.opportunites.models import Decision, Interpellation, Jalon, Livraison, Opportunite
from projets.opportunites.referents.rights import holds_the_pen
from projets.opportunites.workflow import Status

TAKEN = ("announced_at", "taken_at", "consequences_at", "text")
COMING = ("announced_at", "expected_on", "about")


def page_piece(request: HttpRequest, opportunite: Opportunite) -> dict[str, Any]:
    """Nothing before a topic is opened; one query, besides what tells whether whoever reads holds the pen."""
    if opportunite.status not in {*DECIDABLE, Status.DELIVERED}:
        return {}
    hand = holds_the_pen(request.user, opportunite) if request.user.is_authenticated else None
    row = _row(opportunite)
    taken = row["taken_taken_at"] is not None
    coming = row["coming_announced_at"] is not None
    if not (taken or coming or row["waiting"] or hand):
        return {}
    side = "taken" if taken else "coming"
    shown = Decision(
        announced_at=row[f"{side}_announced_at"], taken_at=row["taken_taken_at"],
        consequences_at=row["taken_consequences_at"],
    )  # fmt: skip
    return {
        "now": _now(opportunite, asked=row["asked_at"] is not None, taken=taken, coming=coming),
        "dates": dates_of(shown, row["delivered_on"]), "hand": hand, "known": taken or coming, "taken": taken,
        "text": row["taken_text"], "about": row["coming_about"] if coming else "",
        "expected_on": row["coming_expected_on"], "asked": row["asked_at"], "due_at": row["asked_due_at"],
        "late": bool(row["asked_due_at"] and row["asked_due_at"] < timezone.now()), "waiting": row["waiting"],
        "step": row["step_title"], "step_due": row["step_due_on"],
        "step_late": bool(row["step_due_on"] and row["step_due_on"] < localdate()),
    }  # fmt: skip


def _now(topic: Opportunite, *, asked: bool, taken: bool, coming: bool) -> list[tuple[str, str]]:
    """Read it; join those who question it."""
    address = reverse("opportunites:decision", args=[topic.uuid])
    if asked:
        return [(_("La décision, et la question posée"), address)]
    if taken:
        return [(_("Lire la décision"), address)]
    return [(_("La décision annoncée"), address)] if coming else []


def _row(topic: Opportunite) -> dict[str, Any]:
    """All of it by one query, each part the first row of what it looks at."""
    key = topic.pk
    mine = Decision.objects.filter(opportunite=key)
    taken = mine.exclude(taken_at=None).order_by("-taken_at", "-pk")
    coming = mine.filter(taken_at=None).exclude(announced_at=None).order_by("-pk")
    asked = Interpellation.objects.filter(decision__opportunite=key, answered_at=None).order_by("-at")
    step = Jalon.objects.filter(opportunite=key, done_on=None).order_by("due_on", "pk")
    parts = _firsts("taken", taken, TAKEN) | _firsts("coming", coming, COMING)
    parts |= _firsts("asked", asked, ("at", "due_at")) | _firsts("step", step, ("title", "due_on"))
    delivered = Livraison.objects.filter(opportunite=key).values("delivered_on")
    fiches, words = unanswered(key)
    waiting = _count(fiches) + _count(words)
    rows = Opportunite.objects.filter(pk=topic.pk).annotate(
        **parts, delivered_on=Subquery(delivered[:1]), waiting=waiting
    )
    return rows.values(*parts, "delivered_on", "waiting").get()


def _firsts(name: str, rows: QuerySet, fields: tuple[str, ...]) -> dict[str, Subquery]:
    return {f"{name}_{field}": Subquery(rows.values(field)[:1]) for field in fields}


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().annotate(many=Func(F("pk"), function="COUNT", output_field=IntegerField())).values("many")
    return Coalesce(Subquery(counted), 0)
