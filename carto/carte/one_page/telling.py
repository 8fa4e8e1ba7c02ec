"""What the page says: five figures, what is open, who answers; each row with its source and its date."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final

import segno
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from carto.carte.one_page import Figure, Open
from carto.declared import CHIFFRES, PARTICIPER, RESPONSABLES
from carto.fiches.filters import Filters
from carto.fiches.models import Kind, Stage
from carto.territoires.models import Population, Territoire

FIGURES: Final = 5
MOST_OPEN: Final = 4  # what a sheet holds
MOST_ROWS: Final = 7  # of people and themes together
MOST_PEOPLE: Final = 3
YEAR: Final = timedelta(days=365)
QUIET: Final = 2  # modules of white around the code


def figures(place: Territoire, day: date) -> list[Figure]:
    """Five at most: who lives there, what was said of it in a year, then what the rooms know."""
    told = [*_inhabitants(place), *_said(place, day)]
    rooms = (figure for path in CHIFFRES for figure in import_string(path)(place))
    return [*told, *islice(rooms, FIGURES - len(told))]


def _inhabitants(place: Territoire) -> Iterator[Figure]:
    whole = Population.objects.filter(territoire=place, age_from=None, age_to=None).order_by("-year", "-pk").first()
    if whole is not None:
        count = round(whole.count)
        words = npgettext("chiffre", "habitant", "habitants", count)
        yield Figure(number_format(count, force_grouping=True), words, f"{whole.source}, {whole.year}")


def _said(place: Territoire, day: date) -> Iterator[Figure]:
    """Reports and ideas of the last year, whatever has become of them."""
    since = day - YEAR
    fiches = Filters(territoire=place.code).fiches().since(since)
    source = _("ce site, du %(since)s au %(day)s") % {"since": _short(since), "day": _short(day)}
    reports = fiches.filter(kind=Kind.SIGNALEMENT.value)
    count, done = reports.count(), reports.filter(stage=Stage.DONE).count()
    words = ngettext("signalement, dont %(done)s traité", "signalements, dont %(done)s traités", count)
    yield Figure(number_format(count), words % {"done": number_format(done)}, source)
    ideas = fiches.filter(kind=Kind.IDEE.value).count()
    yield Figure(number_format(ideas), ngettext("idée posée sur la carte", "idées posées sur la carte", ideas), source)


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def open_here(place: Territoire) -> list[Open]:
    """What one can take part in today, what ends first before what has no end."""
    found = [each for path in PARTICIPER for each in import_string(path)(place)]
    return sorted(found, key=lambda each: (each.until is None, _moment(each.until), each.title))[:MOST_OPEN]


def _moment(until: date | datetime | None) -> str:
    return until.isoformat() if until else ""


def in_charge(place: Territoire) -> dict[str, Any]:
    """Who answers in the middle of it: people by name and charge, services by theme."""
    found = import_string(RESPONSABLES)(place.geom.point_on_surface)
    people = [(str(role.user), _("référent de quartier")) for role in found.referents]
    people += [(elu.name, elu.function) for elu in found.elus]
    people = people[:MOST_PEOPLE]
    themes = [(of.theme.name, of.said) for of in found.themes if of.said]
    return {"people": people, "themes": themes[: MOST_ROWS - len(people)]}


def code_of(link: str) -> dict[str, object]:
    """The link as a QR code, drawn in the page itself: `side` in modules, `path` of SVG."""
    matrix = [list(row) for row in segno.make(link, error="q").matrix_iter(border=QUIET)]
    cells = ((x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return {"side": len(matrix), "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in cells)}


def told(place: Territoire, root: str) -> dict[str, Any]:
    """All of it, for the page and the sheets; `root` is the site's address without its slash."""
    day, link = timezone.localdate(), f"{root}{place.get_absolute_url()}"
    west, south, east, north = place.geom.extent
    return {
        "territoire": place,
        "frame": f"bbox={west:.5f},{south:.5f},{east:.5f},{north:.5f}",
        "figures": figures(place, day),
        "open_here": open_here(place),
        "charge": in_charge(place),
        "invented": Filters(territoire=place.code).fiches().filter(demonstration=True).exists(),
        "day": day,
        "link": link,
        "code": code_of(link),
    }
