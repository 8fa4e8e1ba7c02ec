"""Signalements as Open311 tells them: who asked for which, and each as a flat object."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.models import Evenement, Lien, LienKind, Moment, Photo, Visibility, What
from carto.fiches.querysets import day_begins, day_ends
from signalements.models import STATUS_LABELS, Signalement
from signalements.open311.asking import Asked
from signalements.querysets import OPEN_STATES, SignalementQuerySet
from signalements.questions import told
from signalements.workflow import CLOSED, Actor, Status

SEEN: Final = (Visibility.PUBLIC, Visibility.JOINED)  # one that is joined to another keeps its number here too
BY_SERVICES: Final = (What.STATUS, What.ANSWER, What.ASKED)  # whose words everybody reads

TOGETHER: Final = timedelta(seconds=10)  # between a photo and the line that it came with


def seen() -> SignalementQuerySet:
    """The signalements that everybody may see, with what an answer says of them, in a fixed number of queries."""
    shown = Prefetch("photos", Photo.objects.shown(), to_attr="shown")
    return (
        Signalement.objects.filter(visibility__in=SEEN)
        .select_related("categorie", "service", "rue", "quartier", "commune")
        .prefetch_related(shown, "categorie__questions")
        .defer("geom_web", "rue__geom", "rue__geom_metres", "quartier__geom", "commune__geom")
        .order_by("-reported_at", "-pk")
    )


def found(asked: Asked) -> list[Signalement]:
    """Those that were asked for, the latest first. Identifiers override everything else."""
    if asked.ids:
        return list(seen().filter(number__in=asked.ids)[asked.rows])
    chosen = seen().reported_between(*whole_days(asked.start, asked.end))
    if asked.codes:
        chosen = chosen.filter(categorie__code__in=asked.codes)
    if len(asked.statuses) == 1:
        is_open = {"status__in": OPEN_STATES}
        chosen = chosen.filter(**is_open) if "open" in asked.statuses else chosen.exclude(**is_open)
    return list(chosen[asked.rows])


def whole_days(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """The days that these moments lie in, from midnight to midnight: what is told to the day is found by its day."""
    last = end - timedelta(microseconds=1)
    return day_begins(timezone.localdate(start)), day_ends(timezone.localdate(last))


def requests(signalements: Iterable[Signalement], *, extensions: bool = False) -> list[dict[str, Any]]:
    """Each as the specification has it; with `extensions`, also what it has no room for."""
    rows = list(signalements)
    words, kept = last_words([each.pk for each in rows]), _kept([each for each in rows if is_joined(each)])
    return [
        _request(each, words, kept) | ({"extended_attributes": _extended(each, kept)} if extensions else {})
        for each in rows
    ]


def _request(one: Signalement, words: Mapping[int, str], kept: Mapping[int, str]) -> dict[str, Any]:
    point = one.told_place.point_on_surface
    return {
        "service_request_id": one.number,
        "status": status_of(one),
        "status_notes": status_notes(one, words.get(one.pk, ""), kept.get(one.pk, "")),
        "service_name": one.categorie.name,
        "service_code": one.categorie.code,
        "description": one.text,
        "agency_responsible": one.service.name,
        "service_notice": "",
        "requested_datetime": moment(one.told_at(one.reported_at)),
        "updated_datetime": closed_at(one) or moment(one.told_at(one.updated_at)),
        "expected_datetime": moment(one.due_at and one.told_at(one.due_at)),
        "address": address(one),
        "address_id": "",
        "zipcode": "",
        "lat": round(point.y, 7),
        "long": round(point.x, 7),
        "media_url": next((media(photo) for photo in one.shown), None),
    }


def _extended(one: Signalement, kept: Mapping[int, str]) -> dict[str, Any]:
    """Beside the specification: our own state, answers, photos, page."""
    return {
        "status_code": status_code(one),
        "closed_datetime": closed_at(one),
        "url": settings.CARTO_URL + one.get_absolute_url(),
        "joined_to": kept.get(one.pk, ""),
        "temporality": one.temporality,
        "demonstration": one.demonstration,
        "attributes": [{"description": question, "value": answer} for question, answer in told(one)],
        "photos": [{"media_url": media(photo), "moment": photo.moment} for photo in one.shown],
    }


def is_joined(one: Signalement) -> bool:
    """Whether another one has the pin."""
    return one.visibility == Visibility.JOINED


def status_of(one: Signalement) -> str:
    """The two states that Open311 knows."""
    return "closed" if one.get_status() in CLOSED else "open"


def status_code(one: Signalement) -> str:
    """Our own state, with the reason of a closing: « planned », « treated:mended »."""
    return f"{one.status}:{one.closing}" if one.closing else one.status


def status_notes(one: Signalement, said: str, kept: str) -> str:
    """The state in our words, the case it is joined to, and the last thing that a service said."""
    state = str(STATUS_LABELS[Status(one.status)])
    joined = _("réuni au signalement %(number)s, suivi pour tous") % {"number": kept} if kept else ""
    return " · ".join(part for part in (state, joined, said) if part)


def last_words(ids: Iterable[int]) -> dict[int, str]:
    """By signalement, the last words that a service gave everybody to read; one query."""
    lines = Evenement.objects.filter(fiche_id__in=list(ids), what__in=BY_SERVICES).exclude(public_text="")
    last = lines.order_by("fiche_id", "-at", "-pk").distinct("fiche_id")
    return dict(last.values_list("fiche_id", "public_text"))


def _kept(joined: list[Signalement]) -> dict[int, str]:
    """The number of the one that each of these is joined to."""
    if not joined:
        return {}
    liens = Lien.objects.filter(source__in=joined, kind=LienKind.DUPLICATES, undone_at=None)
    return dict(liens.values_list("source_id", "target__number"))


def moment(at: datetime | None) -> str | None:
    """W3C date and time, with the city's zone."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def closed_at(one: Signalement) -> str | None:
    """When it was closed: treated for the last time, or last changed when it was declined."""
    if status_of(one) == "open":
        return None
    at = one.treated_at if one.status == Status.TREATED and one.treated_at else one.updated_at
    return moment(one.told_at(at))


def address(one: Signalement) -> str:
    """Where it is in words, from the street to the city."""
    return ", ".join(str(place) for place in (one.rue, one.quartier, one.commune) if place)


def media(photo: Photo) -> str:
    """The address of a photo that everybody may see."""
    return settings.CARTO_URL + photo.image.url


def picture_after(one: Signalement) -> str | None:
    """The first photo that shows what was done."""
    return next((media(photo) for photo in one.shown if photo.moment == Moment.AFTER), None)


def picture_of(line: Evenement, one: Signalement) -> str | None:
    """The first photo that came with a line of history of the services or of a partner, once it may be seen.

    Both were written in one go; what whoever reported sent is no part of an answer.
    """
    shown = (Moment.AFTER, Moment.BEFORE) if line.actor_role == Actor.PARTNER else (Moment.AFTER,)
    came = [each for each in one.shown if timedelta(0) <= line.at - each.created_at <= TOGETHER]
    own = (media(photo) for photo in came if photo.moment in shown)
    return next(own, None) if line.what in BY_SERVICES else None
