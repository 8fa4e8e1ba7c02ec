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
        _("Comparer des équipements"),
        _("Ce que coûte une piscine, une école, un parc : le milieu et l’écart de ce qui est publié."),
        "context:compare",
    ),
    MoneyPage(_("Travaux"), _("Ce qui est en travaux ou va l’être, où et jusqu’à quand."), "works:list"),
    MoneyPage(_("Les organismes"), _("Qui possède, gère et publie, et comment les joindre."), "owners:list"),
    MoneyPage(
        _("Fichiers des équipements"),
        _("Équipements et coûts à reprendre : SCDL, Fiscal Data Package, GeoPackage."),
        "files:page",
    ),
    MoneyPage(
        _("Publier un équipement"),
        _("Un lieu, ce qu’il coûte et qui s’en sert, signés de la ville ou de votre organisme."),
        "owners:new",
        desk=True,
    ),
)
