"""Topics on the city's calendar: their meetings, the decisions to come, the phase at work, what is chosen together."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from carto.demarches.agenda.entries import Entry, Sort, Window
from carto.fiches.models import Visibility
from carto.fiches.querysets import day_begins
from projets.opportunites.models import Consultation, Decision, Opportunite, Reunion

PUBLIC = {"opportunite__visibility": Visibility.PUBLIC}


def calendar(window: Window) -> Iterator[Entry]:
    """Of public topics, what overlaps the window; five queries."""
    yield from _meetings(window)
    told = Decision.objects.filter(**PUBLIC).select_related("opportunite__theme")
    days = (window.since, window.until)
    coming = Q(announced_at__isnull=False, taken_at=None, expected_on__range=days)
    for each in told.filter(coming | Q(taken_at__date__range=days)):
        topic, title = each.opportunite, _("Décision : %(title)s") % {"title": each.opportunite.title}
        begins = each.taken_at or each.expected_on
        yield Entry(f"decision-{each.pk}", Sort.DECISION.value, title, begins, _path(topic), **_of(topic))
    phases = Opportunite.objects.public().filter(phase_starts__lte=window.until, phase_ends__gte=window.since)
    for topic in phases.select_related("theme"):
        yield Entry(
            f"phase-{topic.uuid}-{topic.phase_starts}", Sort.PHASE.value, topic.title, topic.phase_starts, _path(topic),
            ends=topic.phase_ends, text=topic.question, process=True, **_of(topic),
        )  # fmt: skip
    yield from _polls(window)


def _meetings(window: Window) -> Iterator[Entry]:
    held = Reunion.objects.filter(**PUBLIC, at__gte=day_begins(window.since), at__date__lte=window.until)
    for each in held.select_related("opportunite__theme"):
        topic = each.opportunite
        told = _of(topic) | ({"shape": each.spot} if each.spot else {})
        words = _("Visite sur place : %(title)s") if each.kind == Reunion.Kind.VISIT else _("Réunion : %(title)s")
        title = words % {"title": topic.title}
        yield Entry(
            f"reunion-{each.pk}", Sort.MEETING.value, title, each.at, f"{_path(topic)}reunions/",
            where=each.place, text=each.text, **told,
        )  # fmt: skip


def _polls(window: Window) -> Iterator[Entry]:
    found = Consultation.objects.public().filter(cancelled_at=None, opens_at__date__lte=window.until)
    found = found.filter(closes_at__gte=day_begins(window.since)).select_related("opportunite__theme", "quartier")
    for each in found.prefetch_related("areas"):
        topic = each.opportunite
        if topic is not None and topic.visibility != Visibility.PUBLIC:
            continue
        told = _of(topic) if topic else {}
        told |= {"areas": tuple(area.pk for area in each.areas.all()) or tuple(filter(None, [each.quartier_id]))}
        yield Entry(
            f"consultation-{each.slug}", Sort.POLL.value, each.title, each.opens_at, each.get_absolute_url(),
            ends=each.closes_at, text=each.text, process=True, **told,
        )  # fmt: skip


def _path(topic: Opportunite) -> str:
    return topic.get_absolute_url()


def _of(topic: Opportunite) -> dict[str, Any]:
    """Where a topic lies and what it is about."""
    area = topic.quartier_id or topic.commune_id
    return {"shape": topic.geom, "areas": (area,) if area else (), "theme": topic.theme.code}
