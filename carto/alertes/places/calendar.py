"""`/alertes/lieu/agenda.ics`, `/fiches/<uuid>/agenda.ics`: meetings, decisions to come and works of a place or of one
fiche, for any calendar (RFC 5545).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from carto.alertes.models import Heard
from carto.alertes.places.agenda import Dated, dated
from carto.alertes.places.selection import asked_selection
from carto.fiches.models import Fiche
from carto.fiches.querysets import FicheQuerySet
from carto.text import tidy

PAST: Final = timedelta(days=30)  # what has just been stays on people's calendar
MOST: Final = 500
WIDTH: Final = 74  # octets of a line, its fold included (RFC 5545, 3.1)


@require_safe
def place_calendar(request: HttpRequest) -> HttpResponse:
    """The same parameters as the page that follows a place; 404 when they name none."""
    selection = asked_selection(request.GET)
    return _told(selection.place.name, selection.fiches(), selection.hears)


@require_safe
def fiche_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Of one public fiche; 404 for any other."""
    fiche = get_object_or_404(Fiche.objects.public(), uuid=uuid)
    return _told(fiche.title, Fiche.objects.public().filter(pk=fiche.pk), Heard.values)


def _told(name: str, fiches: FicheQuerySet, hears: Iterable[str]) -> HttpResponse:
    events = dated(fiches, hears, timezone.localdate() - PAST)[:MOST]
    response = HttpResponse(calendar(name, events), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response


def calendar(name: str, events: Iterable[Dated]) -> str:
    """The file, whose calendar bears that name."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Carte commune//FR", f"X-WR-CALNAME:{_escaped(name)}"]
    lines += [line for event in events for line in _event(event)]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(event: Dated) -> Iterator[str]:
    host = settings.CARTO_URL.partition("://")[2] or "carte-commune"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.key}@{host}"
    yield f"DTSTAMP:{timezone.now().astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART{_moment(event.begins)}"
    if event.ends is not None:
        whole = not isinstance(event.ends, datetime)
        yield f"DTEND{_moment(event.ends + timedelta(days=1) if whole else event.ends)}"  # the end is not part of it
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.where:
        yield f"LOCATION:{_escaped(event.where)}"
    if event.text:
        yield f"DESCRIPTION:{_escaped(event.text)}"
    yield f"URL:{settings.CARTO_URL}{event.address}"
    yield "END:VEVENT"


def _moment(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";VALUE=DATE:{moment:%Y%m%d}"


def _escaped(text: str) -> str:
    text = tidy(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """No line over WIDTH octets, and no letter cut in two."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > WIDTH:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
