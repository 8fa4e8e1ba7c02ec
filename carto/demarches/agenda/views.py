"""`/agenda/` and `/agenda.ics`: every process, meeting and works, by day and by place; what is over as an archive."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.alertes.places.calendar import calendar
from carto.demarches.agenda.bodies import bodies, spots
from carto.demarches.agenda.entries import Sort, Window
from carto.demarches.agenda.reading import AHEAD, BEHIND, FIRST, Asked, entries
from carto.demarches.agenda.telling import archive, box_of, by_day, counted, dots, going_on, grid
from carto.fiches.models import Theme
from carto.territoires.models import Level, Territoire

MOST: Final = 500
UNPROCESSABLE: Final = 422
DAY: Final = timedelta(days=1)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Readable without JavaScript: a list by day, a grid of the month, a small map; `?passe=1` is the archive."""
    try:
        asked, wrong = Asked.read(request.GET), []
    except ValidationError as error:
        asked, wrong = Asked(localdate().replace(day=1)), error.messages
    told = _past(asked) if asked.past else _month(asked)
    there = bodies(asked)
    places = spots(there) + dots(told["found"])  # what has a date lies above
    context = told | {
        "asked": asked,
        "wrong": wrong,
        "pins": places,
        "bodies": there if asked.place else [],
        "seated": bool(there),
        "box": box_of(places, settings.CARTO_BBOX),
        "sorts": [(each, each.value in asked.sorts) for each in Sort],
        "themes": Theme.objects.order_by("order", "name"),
        "quartiers": _choices(),
        "counts": counted(told["found"]),
    }
    return render(request, "demarches/agenda.html", context, status=UNPROCESSABLE if wrong else 200)


def _month(asked: Asked) -> dict[str, Any]:
    """The month: from its first day on, what goes on today above it."""
    found = entries(asked, Window(asked.month, asked.end))
    days, today = by_day(found, asked.month, asked.end), localdate()
    first = today if asked.month <= today <= asked.end else asked.month
    return {
        "found": found,
        "days": [pair for pair in days.items() if pair[0] >= first],
        "earlier": [pair for pair in days.items() if pair[0] < first],
        "weeks": grid(asked, days),
        "now": going_on(found, today) if asked.month <= today <= asked.end else [],
        "before": asked.params(mois=f"{asked.month - DAY:%Y-%m}"),
        "after": asked.params(mois=f"{asked.end + DAY:%Y-%m}"),
        "archive_link": asked.params(passe="1"),
        "feed": asked.params(),
    }


def _past(asked: Asked) -> dict[str, Any]:
    over = [each for each in entries(asked, Window(FIRST, localdate())) if each.over][-MOST:]
    return {"found": over, "places": archive(over), "feed": asked.params(), "back": asked.params()}


def _choices() -> list[Territoire]:
    known = Territoire.objects.filter(level__in=[Level.COMMUNE, Level.QUARTIER], valid_to=None)
    return list(known.only("code", "name", "level").order_by("level", "name"))


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """`/agenda.ics`: the same filters; a month behind and a year ahead. 404 when they name nothing."""
    try:
        asked = Asked.read(request.GET)
    except ValidationError as error:
        raise Http404(error.messages[0]) from None
    today = localdate()
    found = entries(asked, Window(today - BEHIND, today + AHEAD))[:MOST]
    name = _("Agenda de %(place)s") % {"place": asked.place.name if asked.place else settings.CARTO_PLACE}
    response = HttpResponse(calendar(name, found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response
