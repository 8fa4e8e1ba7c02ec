"""The doors of public money: what everybody finds at `/argent/`, and what those who publish work with there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MoneyPage:
    """One door; `url_name` in the namespace « equipements ». `desk`: only for those who publish."""

    label: str | Promise
    about: str | Promise
    url_name: str
    desk: bool = False


# In the order in which a resident asks.
PAGES: Final[Sequence[MoneyPage]] = (
    MoneyPage(
        _("Délibérations"),
        _("Ce que le conseil a voté : cherchez un mot, lisez le paragraphe, citez-le."),
        "deliberations:list",
    ),
)
