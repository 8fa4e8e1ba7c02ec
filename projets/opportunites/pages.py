"""The doors of opportunités: what everybody finds at `/opportunites/`, in the order in which one asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Door:
    """One page; `url_name` is one of « opportunites »."""

    label: str | Promise
    about: str | Promise
    url_name: str


DOORS: Final[Sequence[Door]] = (
    Door(
        _("Les consultations"),
        _("Ce que l’on choisit ensemble en ce moment, et ce qui a été choisi, avec les voix pour recompter."),
        "consultations",
    ),
)
