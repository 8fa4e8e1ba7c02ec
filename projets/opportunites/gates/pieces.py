"""On the page of a topic: the gate, the next meeting, and the doors of what its carrier keeps here; one query."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from carto.fiches.models import Evenement, What
from projets.opportunites.gates.reading import phase_of
from projets.opportunites.models import Appel, Essai, Methode, Opportunite, Passage, Reunion
from projets.opportunites.workflow import PHASES, Status

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
DATES: Final = ("at", "opened_at", "residents_at", "service_at", "passed_at", "adopted_at")


def page_piece(request: HttpRequest, opportunite: Opportunite) -> dict[str, Any]:
    """Nothing for a topic that nobody has carried yet, nor for one that never had anything of it."""
    if opportunite.status == Status.SPOTTED:
        return {}
    found = _found(opportunite)
    in_phase = opportunite.status in PHASES
    if not in_phase and not any(found.values()):
        return {}
    return found | {"in_phase": in_phase, "now": list(_now(opportunite, found))}


def _now(topic: Opportunite, found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Say what one knows, come to the next meeting."""
    if found["calls"]:
        yield _("Répondre à un appel"), reverse("opportunites:calls", args=[topic.uuid])
    if found["next"]:
        day = date_format(localtime(found["next"]["at"]), "j F")
        yield _("Venir à la réunion du %(day)s") % {"day": day}, reverse("opportunites:meetings", args=[topic.uuid])


def _found(topic: Opportunite) -> dict[str, Any]:
    mine, now, today = Q(opportunite=OuterRef("pk")), timezone.now(), timezone.localdate()
    gates = Passage.objects.filter(mine, phase=phase_of(topic), left_at=None).order_by("-opened_at", "-pk")
    entered = Evenement.objects.filter(fiche=OuterRef("opportunite"), what=What.STATUS, after=OuterRef("phase"))
    began = Coalesce(Subquery(entered.order_by("-at", "-pk").values("at")[:1]), Value(LONG_AGO))
    gates = gates.filter(opened_at__gte=began)
    meetings = Reunion.objects.filter(mine)
    coming = meetings.filter(at__gt=now, recorded_at=None).order_by("at", "pk")
    rows = {
        "gate": _one(gates, "opened_at", "residents_at", "service_at", "passed_at", "service_said"),
        "next": _one(coming, "pk", "at", "place"),
        "held": _many(meetings.exclude(recorded_at=None)),
        "method": _one(Methode.objects.filter(mine).order_by("-number"), "number", "adopted_at"),
        "calls": _many(Appel.objects.filter(mine, until__gte=today)),
        "calls_over": _many(Appel.objects.filter(mine, until__lt=today)),
        "trials": _many(Essai.objects.filter(mine)),
    }
    told = Opportunite.objects.filter(pk=topic.pk).order_by().values(**{f"_{name}": row for name, row in rows.items()})
    return {name.removeprefix("_"): _read(value) for name, value in told[0].items()}


def _one(rows: QuerySet[Any], *names: str) -> Subquery:
    return Subquery(rows.values(as_row=JSONObject(**{name: name for name in names}))[:1])


def _many(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("opportunite").values(how_many=Count("*")))


def _read(value: Any) -> Any:
    """Dates as dates again."""
    if not isinstance(value, dict):
        return value or 0
    return {name: parse_datetime(told) if name in DATES and told else told for name, told in value.items()}
