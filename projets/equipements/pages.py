"""The doors of public money: what everybody finds at `/argent/`, and what those who publish work with there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MoneyPage:
    """One door; `url_name` is one of « equipements ». `desk`: only for those who publish; `menu`: on each page."""

    label: str | Promise
    about: str | Promise
    url_name: str
    desk: bool = False
    menu: bool = False


# In the order in which a resident asks.
PAGES: Final[Sequence[MoneyPage]] = (
    MoneyPage(
        _("Le budget"), _("Où va l’argent, et d’où il vient : à entrer branche par branche."), "figures:budget",
        menu=True,
    ),
    MoneyPage(
        _("Marchés"), _("Qui travaille pour la ville, pour combien et jusqu’à quand."), "figures:contracts", menu=True
    ),
    MoneyPage(
        _("Subventions"), _("Qui est aidé, pour quoi, et ce que cela a permis."), "figures:grants", menu=True
    ),
    MoneyPage(
        _("Délibérations"), _("Ce que le conseil a voté : cherchez un mot, lisez le paragraphe, citez-le."),
        "deliberations:list", menu=True,
    ),
    MoneyPage(
        _("Sur la carte"),
        _("Quelle part de l’argent publié est rattachée à un lieu, et la liste de ce qui ne l’est pas."),
        "mapped:page", menu=True,
    ),
    MoneyPage(
        _("Questions"), _("Ce que les habitants demandent des chiffres, et ce qu’on leur répond."), "questions:list",
        menu=True,
    ),
    MoneyPage(
        _("Transparence"), _("Tout ce qui est publié de votre quartier, et ce que l’on a fait de ce qui y est dit."),
        "transparence:here",
    ),
    MoneyPage(
        _("Comparer des équipements"),
        _("Ce que coûte une piscine, une école, un parc : le milieu et l’écart de ce qui est publié."),
        "context:compare",
    ),
    MoneyPage(_("Achats prévus"), _("Ce que la ville pense acheter, avant que ce soit décidé."), "figures:purchases"),
    MoneyPage(_("Travaux"), _("Ce qui est en travaux ou va l’être, où et jusqu’à quand."), "works:list"),
    MoneyPage(_("Qui s’en occupe ?"), _("Par thème : qui décide, qui fait, comment le joindre."), "directory:list"),
    MoneyPage(_("Les organismes"), _("Qui possède, gère et publie, et comment les joindre."), "owners:list"),
    MoneyPage(_("Intérêts déclarés"), _("Ce que déclarent ceux qui décident et qui proposent."), "interests:register"),
    MoneyPage(
        _("D’où viennent les chiffres"), _("Qui publie quoi, quand on l’a lu, et chaque ligne."), "imports:index"
    ),
    MoneyPage(
        _("Fichiers des équipements"), _("Équipements et coûts à reprendre : SCDL, Fiscal Data Package, GeoPackage."),
        "files:page",
    ),
    MoneyPage(
        _("Rattachements"), _("De quel lieu parle chaque ligne : confirmer, partager, défaire."), "linking:queue",
        desk=True, menu=True,
    ),
    MoneyPage(
        _("À répondre"), _("Les questions qui attendent votre réponse."), "questions:desk", desk=True, menu=True
    ),
    MoneyPage(
        _("Publier un équipement"),
        _("Un lieu, ce qu’il coûte et qui s’en sert, signés de la ville ou de votre organisme."),
        "owners:new", desk=True, menu=True,
    ),
)  # fmt: skip
