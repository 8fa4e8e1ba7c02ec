"""One page of the queue: rows, tabs, the filters' choices, and the map's pins, all of the same query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Role, RoleName, Service, User
from carto.fiches.models import Origin, Temporality
from carto.territoires.models import Level, Territoire
from signalements.desk.filters import ORDERS, PRIORITIES, DeskFilters
from signalements.desk.querysets import Statement, count_each, counted, counting, people_of, rows_of
from signalements.desk.queues import QUEUES, Queue, soon
from signalements.desk.rights import scope
from signalements.models import STATUS_LABELS, Categorie, Priority, Signalement
from signalements.querysets import SignalementQuerySet
from signalements.workflow import OPEN

PER_PAGE: Final = 30
MOST: Final = 1000  # counted one by one; beyond, « plus de 1 000 »
MOST_IN_TABS: Final = 100  # likewise, of each queue: eleven are counted for one page, and its heading says more
MOST_PINS: Final = 2000
EXTRACT: Final = 110  # characters of what was said
KEPT: Final = 500  # people whose counts' statement a process remembers, and days in words
NOBODY_S: Final = UUID(int=0)
_SOME_TIME: Final = datetime(2000, 1, 3, 3, 14, 15, 926535, tzinfo=UTC)  # stands for « now » in a statement
ORDER_LABELS: Final = {
    "promesse": _("promis d’abord"),
    "priorite": _("pressants d’abord"),
    "recents": _("les plus récents"),
    "anciens": _("les plus anciens"),
}
PRIORITY_LABELS: Final = {"pressante": _("pressante"), "normale": _("normale"), "basse": _("peut attendre")}


@dataclass(frozen=True)
class Row:
    """One signalement as the queue shows it."""

    signalement: Signalement
    people: int  # besides who reported it
    at: datetime
    soon: datetime

    @property
    def late(self) -> bool:
        """Promised for a moment that has passed."""
        return self._counts and self.signalement.due_at < self.at

    @property
    def at_risk(self) -> bool:
        """Promised for the next two working days."""
        return self._counts and self.at <= self.signalement.due_at <= self.soon

    @property
    def _counts(self) -> bool:
        told = self.signalement
        return bool(told.due_at and not told.paused_at and told.get_status() in OPEN)

    @property
    def pressing(self) -> bool:
        """More pressing than usual."""
        return self.signalement.priority == Priority.HIGH

    @property
    def may_wait(self) -> bool:
        """Less pressing than usual."""
        return self.signalement.priority == Priority.LOW

    @property
    def named(self) -> bool:
        """Whether the title says something that the category does not."""
        return self.signalement.title != self.signalement.categorie.name

    @property
    def address(self) -> str:
        """The page where one works on it; its public page where the desk has none."""
        page = _page_of_any().replace(str(NOBODY_S), str(self.signalement.uuid))
        return page or self.signalement.get_absolute_url()

    @property
    def state(self) -> str:
        """Where it stands, in words; Django's own `get_…_display` would translate every state for each row."""
        return str(STATUS_LABELS[self.signalement.get_status()])

    @property
    def often(self) -> str:
        """How often it is so, likewise; empty when that is not said."""
        said = self.signalement.temporality
        return str(Temporality(said).label) if said else ""

    @property
    def extract(self) -> str:
        """The beginning of what was said."""
        text = self.signalement.text
        return text if len(text) <= EXTRACT else f"{text[: EXTRACT - 1]}…"

    @property
    def due(self) -> tuple[str, str]:
        """The day it is promised for, for machines and for people."""
        return _moment(self.signalement.due_at)

    @property
    def reported(self) -> tuple[str, str]:
        """The day it was reported, likewise."""
        return _moment(self.signalement.reported_at)

    @property
    def thumbnail(self) -> str:
        """The address of its first shown picture; empty without one."""
        shown = self.signalement.shown_photos
        return shown[0].thumbnail.url if shown else ""


@dataclass(frozen=True)
class Tab:
    """One queue and how many wait in it; `count` is MOST_IN_TABS + 1 when there are more."""

    queue: Queue
    count: int
    query: str

    @property
    def more(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > MOST_IN_TABS


class Desk:
    """What one person sees at one moment, through the filters of one address."""

    def __init__(self, request: HttpRequest) -> None:
        self.user, self.roles, self.at = request.user, request.desk_roles, timezone.now()
        self.filters, self.errors = DeskFilters.read(request.GET)
        self.seen = scope(self.user, self.roles)
        self.cursor = request.GET.get("apres", "")
        self._read_cursor()

    def _read_cursor(self) -> None:
        self.continued = self.kept
        if not self.cursor:
            return
        try:
            self.continued = self.filters.order.after(self.kept, self.cursor)
        except (ValueError, OverflowError):
            self.errors["apres"] = [str(_("Cette page de la liste n’existe pas : voici son début."))]
            self.cursor = ""

    @cached_property
    def kept(self) -> SignalementQuerySet:
        """All that the filters keep; what the list, the map, the count and the files share."""
        return self.filters.keep(self.seen, self.user, self.at)

    def keep(self, filters: DeskFilters) -> SignalementQuerySet:
        """The same, through other filters."""
        return filters.keep(self.seen, self.user, self.at)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of this page."""
        keys = self._keys[:PER_PAGE]
        people, until = people_of(keys), soon(self.at)
        return [Row(told, people.get(told.pk, 0), self.at, until) for told in rows_of(self.seen, keys)]

    @cached_property
    def _keys(self) -> list[int]:
        ordered = self.filters.order.sorted(self.continued)
        return list(ordered.values_list("pk", flat=True)[: PER_PAGE + 1])

    @property
    def following(self) -> str:
        """The query of the next page; empty on the last."""
        if len(self._keys) <= PER_PAGE or not self.rows:
            return ""
        return self.filters.query(apres=self.filters.order.cursor(self.rows[-1].signalement))

    @cached_property
    def tabs(self) -> list[Tab]:
        """Every queue with what waits in it, in one statement; the filters of the page do not narrow them."""
        held = tuple((role.name, role.service_id, role.crew_id, role.territoire_id) for role in self.roles)
        statement, params = _of_tabs(self.user.pk, held)
        now = {_SOME_TIME: self.at, soon(_SOME_TIME): soon(self.at)}
        counts = counted(statement, [now.get(each, each) for each in params])
        return [
            Tab(queue, count, f"file={queue.code}" if queue.code else "")
            for queue, count in zip(QUEUES, counts, strict=True)
        ]

    @cached_property
    def count(self) -> int:
        """How many the page's filters keep; MOST + 1 when there are more."""
        shown = [
            tab for tab in self.tabs if self.filters.alone and tab.queue.code == self.filters.file and not tab.more
        ]
        if shown:
            return shown[0].count
        if not self.cursor and len(self._keys) <= PER_PAGE:
            return len(self._keys)  # all of them are on the page
        if self.filters.in_quartier:
            kept = self.filters.keep(self.seen, self.user, self.at, counted=True).order_by()
        elif self.filters.many_words:  # all that bear a common word are far more than a page's order meets
            kept = self.filters.order.sorted(self.kept)
        else:
            kept = self.kept.order_by()
        return count_each([kept], MOST)[0]

    def pinned(self) -> SignalementQuerySet:
        """The first of the list, one more than are drawn, for the map."""
        return self.filters.order.sorted(self.kept)[: MOST_PINS + 1]

    def choices(self) -> dict[str, Any]:
        """What the form of the filters offers; only the services that this person may see."""
        regulates = any(role.name == RoleName.REGULATOR for role in self.roles)
        services = Service.objects.all() if regulates else Service.objects.filter(roles__in=self.roles).distinct()
        crews = Crew.objects.filter(active=True, service__in=services)
        quartiers = Territoire.objects.filter(level__in=(Level.COMMUNE, Level.QUARTIER), valid_to=None)
        offered = list(services.values_list("code", "name"))
        return {
            "services": offered if regulates or len(offered) > 1 else [],
            "crews": crews.values_list("code", "name"),
            "categories": Categorie.objects.order_by("family", "order", "name").values("code", "name", "family"),
            "quartiers": quartiers.order_by("-level", "name").values_list("code", "name"),
            "etats": [(status.value, label) for status, label in STATUS_LABELS.items()],
            "origines": [(code, capfirst(label)) for code, label in Origin.choices],
            "priorites": [(name, PRIORITY_LABELS[name]) for name in PRIORITIES],
            "orders": [(name, ORDER_LABELS[name]) for name in ORDERS if name in self.filters.orders],
        }


@cache
def _page_of_any() -> str:
    """The desk's page of NOBODY_S signalement: those of thirty rows differ by their identifier alone."""
    return address_of("desk:case", NOBODY_S)


def _moment(at: datetime) -> tuple[str, str]:
    """In the city's time: ISO 8601, and « 3 mars 2026 »."""
    local = timezone.localtime(at)
    return local.isoformat(), _day(local.date(), get_language())


@lru_cache(maxsize=KEPT)
def _day(day: date, _language: str | None) -> str:
    """In words of that language; a page says the same few days again and again."""
    return date_format(day, "j N Y")


@lru_cache(maxsize=KEPT)
def _of_tabs(person: int, held: tuple[tuple[str, int | None, int | None, int | None], ...]) -> Statement:
    """What counts every queue for a person and the roles they hold (name, service, crew, territory), at _SOME_TIME.

    To write eleven statements takes as long as to draw a page: for the same person they differ by the moment alone.
    """
    user, names = User(pk=person), ("name", "service_id", "crew_id", "territoire_id")
    seen = scope(user, [Role(**dict(zip(names, each, strict=True))) for each in held])
    asked = [DeskFilters(file=queue.code).keep(seen, user, _SOME_TIME).order_by() for queue in QUEUES]
    return counting(asked, MOST_IN_TABS)


def view_of(query: str, user: User, roles: Sequence[Role] | None) -> SignalementQuerySet:
    """All that a query string of the desk keeps, in its order; raises ValidationError (French) when it reads wrong."""
    filters, errors = DeskFilters.read(QueryDict(query))
    if errors:
        raise ValidationError([message for messages in errors.values() for message in messages])
    return filters.order.sorted(filters.keep(scope(user, roles), user, timezone.now()))


def address_of(name: str, *arguments: Any) -> str:
    """The address of a page of the house in the namespace « signalements »; empty where it has none."""
    try:
        return reverse(f"signalements:{name}", args=arguments)
    except NoReverseMatch:
        return ""


def exists(address: str) -> bool:
    """Whether the house has a page there."""
    try:
        return bool(address) and bool(resolve(address))
    except Resolver404:
        return False
