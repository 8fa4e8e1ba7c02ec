"""What comes before and after a signalement in the view that one came from, in that view's own order."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from signalements.desk.filters import DeskFilters
from signalements.desk.rights import scope
from signalements.models import Signalement


def beside(request: HttpRequest, signalement: Signalement) -> tuple[Any, Any]:
    """The uuids before and after it, None at the ends: two steps along the order's index, never a count."""
    filters, _errors = DeskFilters.read(request.GET)
    kept = filters.keep(scope(request.user, request.desk_roles), request.user, timezone.now())
    forth = filters.order
    back, cursor = replace(forth, descending=not forth.descending), forth.cursor(signalement)
    before, after = (
        order.sorted(order.after(kept, cursor)).values_list("uuid", flat=True).first() for order in (back, forth)
    )
    return before, after
