"""Saved views: the filters of the moment under a name, for oneself or for one's service."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from carto.comptes.models import Role, RoleName, Service, User
from signalements.desk.filters import DeskFilters
from signalements.models import SavedView

MOST: Final = 20  # views of one person, and of one service: beyond that nobody finds them again
UP, DOWN = "monter", "descendre"


def services_of(roles: Iterable[Role]) -> list[Service]:
    """The services for which this person may keep a view that all its people see: an agent's or a regulator's own."""
    office = (RoleName.AGENT, RoleName.REGULATOR)
    return list(dict.fromkeys(role.service for role in roles if role.name in office and role.service))


def views_of(user: User, roles: Sequence[Role]) -> QuerySet[SavedView]:
    """The views that this person finds: their own, and those of the services they work in."""
    services = [role.service_id for role in roles if role.service_id]
    mine = Q(owner=user) | Q(service__in=services)
    return SavedView.objects.filter(mine).select_related("service").order_by("order", "pk")


def changed_by(user: User, roles: Sequence[Role]) -> QuerySet[SavedView]:
    """Those that this person may change."""
    mine = Q(owner=user) | Q(service__in=services_of(roles))
    return views_of(user, roles).filter(mine)


def save_view(user: User, name: str, query: str, service: Service | None = None) -> SavedView:
    """Keep these filters last in the list; raises ValidationError (French) when they read wrong or there are too many.

    Only what the filters understand is kept: neither the page of the list nor anything else of the address.
    """
    filters, errors = DeskFilters.read(QueryDict(query))
    if errors:
        raise ValidationError([message for messages in errors.values() for message in messages])
    with transaction.atomic():
        owner = {"service": service} if service else {"owner": user}
        beside = SavedView.objects.select_for_update().filter(**owner)
        if len(beside) >= MOST:
            raise ValidationError(_("Il y a déjà %(n)d vues : enlevez-en une d’abord.") % {"n": MOST})
        last = SavedView.objects.filter(**owner).aggregate(last=Max("order"))["last"] or 0
        return SavedView.objects.create(name=name, query=filters.query(), order=last + 1, **owner)


def move_view(view: SavedView, way: str) -> None:
    """Put it one place up or down among those of the same person or service."""
    with transaction.atomic():
        beside = SavedView.objects.select_for_update().filter(owner=view.owner_id, service=view.service_id)
        ordered = list(beside.order_by("order", "pk"))
        at = next(rank for rank, each in enumerate(ordered) if each.pk == view.pk)
        to = at - 1 if way == UP else at + 1
        if 0 <= to < len(ordered):
            ordered.insert(to, ordered.pop(at))
        for rank, each in enumerate(ordered, 1):
            each.order = rank
        SavedView.objects.bulk_update(ordered, ["order"])
