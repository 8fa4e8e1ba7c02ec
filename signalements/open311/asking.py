"""What a GET asks for: lists of identifiers, of codes, of states, dates, pages. Everything wrong is told by a Fault."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from signalements.open311.formats import Fault

SPAN: Final = timedelta(days=90)
MOST: Final = 1000
LAST_PAGE: Final = 1_000_000
STATUSES: Final = frozenset({"open", "closed"})


@dataclass(frozen=True)
class Asked:
    """Which requests: when `ids` are given nothing else counts. `end` is not included."""

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    statuses: frozenset[str]
    start: datetime
    end: datetime
    page: int
    size: int
    extensions: bool

    @property
    def rows(self) -> slice:
        """Which of them, in their order."""
        return slice((self.page - 1) * self.size, self.page * self.size)


def read(query: QueryDict) -> Asked:
    """The parameters of `GET requests` and `GET servicerequestupdates`; an empty one is as good as none."""
    ids = several(query, "service_request_id")
    if len(ids) > MOST:
        raise Fault(400, _("service_request_id : %(max)d numéros au plus.") % {"max": MOST})
    statuses = frozenset(word.lower() for word in several(query, "status"))
    if not statuses <= STATUSES:
        raise Fault(400, _("status : « open », « closed », ou les deux séparés par une virgule."))
    start, end = read_span(query)
    return Asked(
        ids=tuple(each.upper() for each in ids), codes=several(query, "service_code"), statuses=statuses,
        start=start, end=end, page=_number(query, "page", 1, LAST_PAGE), size=_number(query, "page_size", MOST, MOST),
        extensions=one(query, "extensions").lower() == "true",
    )  # fmt: skip


def one(query: QueryDict, name: str) -> str:
    """A parameter's text, empty when it is not there."""
    return query.get(name, "").replace("\0", "").strip()


def several(query: QueryDict, name: str) -> tuple[str, ...]:
    """The words of a list separated by commas; said several times, all of them count."""
    told = ",".join(query.getlist(name)).replace("\0", "").split(",")
    return tuple(dict.fromkeys(word.strip() for word in told if word.strip()))


def read_span(query: QueryDict) -> tuple[datetime, datetime]:
    """From when to when: at most 90 days; with one end alone, the 90 days on its side; by default the last 90."""
    start, end = read_moment(one(query, "start_date")), read_moment(one(query, "end_date"), late=True)
    now = timezone.now()
    try:
        if start is None:
            end = end or now + timedelta(minutes=1)  # a clock may be a little ahead
            start = end - SPAN
        end = end or start + SPAN
    except OverflowError:
        raise Fault(400, _("Cette date n’existe pas.")) from None
    if end < start:
        raise Fault(400, _("end_date vient avant start_date."))
    if end - start > SPAN:
        raise Fault(400, _("start_date et end_date : 90 jours au plus entre les deux."))
    return start, end


def read_moment(text: str, *, late: bool = False) -> datetime | None:
    """A W3C date, or date and time; without a zone it is the city's. None for nothing, Fault 400 for nonsense.

    A day alone is its beginning, or its end when `late`.
    """
    if not text:
        return None
    try:
        day = parse_date(text)
        if day is not None:
            moment = datetime.combine(day, time.max if late else time.min)
        else:
            moment = datetime.fromisoformat(text.replace(" ", "+", 1) if "T" in text else text)
        return (moment if moment.tzinfo else timezone.make_aware(moment)).astimezone(timezone.get_current_timezone())
    except (ValueError, OverflowError):
        said = _("« %(text)s » n’est pas une date : 2026-05-04T10:00:00+02:00 en est une.")
        raise Fault(400, said % {"text": text[:40]}) from None


def _number(query: QueryDict, name: str, default: int, most: int) -> int:
    text = one(query, name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= most):
        raise Fault(400, _("%(name)s : un nombre de 1 à %(max)d.") % {"name": name, "max": most})
    return int(text)
