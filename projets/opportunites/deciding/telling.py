"""The way of a decision in four dates, as every page of a topic tells it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from projets.opportunites.models import Decision


@dataclass(frozen=True)
class Stop:
    """One of the four; None while it has not come."""

    label: str | Promise
    on: date | None


def dates_of(decision: Decision | None, delivered_on: date | None = None) -> list[Stop]:
    """« annoncée · prise · conséquences · réalisée »."""
    announced, taken, told = (
        (decision.announced_at, decision.taken_at, decision.consequences_at) if decision else (None, None, None)
    )
    return [
        Stop(_("annoncée"), _day(announced)), Stop(_("prise"), _day(taken)), Stop(_("conséquences"), _day(told)),
        Stop(_("réalisée"), delivered_on),
    ]  # fmt: skip


def _day(at: datetime | None) -> date | None:
    return localtime(at).date() if at else None
