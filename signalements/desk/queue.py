"""One page of the queue: rows, tabs, the filters' choices, and the map's pins, all of the same query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Role, RoleName, Service, User
from carto.fiches.models import Origin
from carto.territoires.models import Level, Territoire
from signalements.desk.filters import ORDERS, PRIORITIES, DeskFilters
from signalements.desk.querysets import count_each, people_of, rows_of
from signalements.desk.queues import QUEUES, Queue, soon
from signalements.desk.rights import scope
from signalements.models import STATUS_LABELS, Categorie, Priority, Signalement
from signalements.querysets import SignalementQuerySet
from signalements.workflow import OPEN

PER_PAGE: Final = 30
MOST: Final = 1000  # counted one by one; beyond, « plus de 1 000 »
MOST_IN_TABS: Final = 500  # likewise, of each queue: eleven of them are counted for one page
MOST_PINS: Final = 2000
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
        return address_of("desk:case", self.signalement.uuid) or self.signalement.get_absolute_url()

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
        counts = count_each([self.keep(DeskFilters(file=queue.code)).order_by() for queue in QUEUES], MOST_IN_TABS)
        return [
            Tab(queue, count, f"file={queue.code}" if queue.code else "")
            for queue, count in zip(QUEUES, counts, strict=True)
        ]

    @cached_property
    def count(self) -> int:
        """How many the page's filters keep; MOST + 1 when there are more."""
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
        crews = Crew.objects.filter(active=True, service__in=services).select_related("service")
        quartiers = Territoire.objects.filter(level__in=(Level.COMMUNE, Level.QUARTIER), valid_to=None)
        return {
            "services": services if regulates else services[:0] if len(services) < 2 else services,
            "crews": crews,
            "categories": Categorie.objects.order_by("family", "order", "name").only("code", "name", "family"),
            "quartiers": quartiers.order_by("-level", "name").only("code", "name", "level"),
            "etats": [(status.value, label) for status, label in STATUS_LABELS.items()],
            "origines": Origin.choices,
            "priorites": [(name, PRIORITY_LABELS[name]) for name in PRIORITIES],
            "orders": [(name, ORDER_LABELS[name]) for name in ORDERS if name in self.filters.orders],
        }


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
