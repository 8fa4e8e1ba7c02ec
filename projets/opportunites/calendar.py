"""Topics on the city's calendar: their meetings and visits, the decisions to come, the phase at work, what is chosen,
called for, tried and written together."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from carto.demarches.agenda.entries import Entry, Sort, Window
from carto.fiches.models import Visibility
from carto.fiches.querysets import day_begins
from projets.opportunites.models import Appel, Consultation, Decision, Essai, Opportunite, Reunion, Tablee

PUBLIC = {"opportunite__visibility": Visibility.PUBLIC}


def calendar(window: Window) -> Iterator[Entry]:
    """Of public topics, what overlaps the window; eight queries."""
    yield from _meetings(window)
    yield from _knowledge(window)
    yield from _tables(window)
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
        visit = each.kind == Reunion.Kind.VISIT
        words = _("Visite sur place : %(title)s") if visit else _("Réunion : %(title)s")
        at = f"{each.pk}/" if visit else ""
        yield Entry(
            f"reunion-{each.pk}", (Sort.VISIT if visit else Sort.MEETING).value, words % {"title": topic.title},
            each.at, f"{_path(topic)}reunions/{at}", where=each.place, text=each.text, **told,
        )  # fmt: skip


def _knowledge(window: Window) -> Iterator[Entry]:
    """What is called for, until a day; what is tried, from a day to a day."""
    calls = Appel.objects.filter(**PUBLIC, at__date__lte=window.until, until__gte=window.since)
    for each in calls.select_related("opportunite__theme"):
        topic, words = each.opportunite, _("Appel : %(title)s")
        yield Entry(
            f"appel-{each.pk}", Sort.CALL.value, words % {"title": topic.title}, each.at, f"{_path(topic)}appels/",
            ends=each.until, text=each.text, process=True, **_of(topic),
        )  # fmt: skip
    trials = Essai.objects.filter(**PUBLIC, starts__lte=window.until, ends__gte=window.since)
    for each in trials.select_related("opportunite__theme"):
        topic, words = each.opportunite, _("Essai : %(title)s")
        told = _of(topic) | ({"shape": each.spot} if each.spot else {})
        yield Entry(
            f"essai-{each.pk}", Sort.TRIAL.value, words % {"title": topic.title}, each.starts,
            f"{_path(topic)}essais/", ends=each.ends, where=each.place, text=each.text, process=True, **told,
        )  # fmt: skip


def _tables(window: Window) -> Iterator[Entry]:
    """Tables where sheets go round, at their hour; those that were called off are not held."""
    begun = Tablee.objects.filter(**PUBLIC, called_off="", starts_at__date__lte=window.until)
    for each in begun.filter(starts_at__gte=day_begins(window.since)).select_related("opportunite__theme"):
        address = reverse("opportunites:tablee", args=[each.opportunite.uuid, each.pk])
        title = _("Tablée : %(question)s") % {"question": each.question}
        yield Entry(
            f"tablee-{each.pk}", Sort.WORKSHOP.value, title, each.starts_at, address, ends=each.ends_at,
            **_of(each.opportunite),
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
