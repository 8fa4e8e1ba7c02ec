"""How much a row of public money looks like being about a place: the whole rule, published at `/argent/rattachements/`.

A pure sum of what was found, between 0 and 1; a person decides in any case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What each thing found is worth. « name » is multiplied by the share of the place's own words that the row holds.
WEIGHTS: Final[Mapping[str, float]] = {
    "name": 0.45,
    "whole": 0.25,
    "together": 0.15,
    "kind": 0.20,
    "mentioned": 0.12,
    "only": 0.50,
    "street": 0.12,
    "quartier": 0.06,
    "type": 0.06,
    "commune": 0.08,
    "keeper": 0.08,
    "supplier": 0.10,
    "amount": 0.10,
    "spelling": -0.10,
    "other_kind": -0.45,
    "elsewhere": -0.35,
}
LONE: Final = 0.5  # what a single word is worth, when nothing else says that it is the place and not a surname
ENOUGH: Final = 0.5  # from where a person is asked
LIKELY, SURE = 0.65, 0.85

LABELS: Final[Mapping[str, str | Promise]] = {
    "name": gettext_lazy("le nom du lieu est dans le texte (à proportion de ses mots)"),
    "whole": gettext_lazy("le nom entier s’y lit, d’un seul tenant"),
    "together": gettext_lazy("les mots du nom s’y suivent"),
    "kind": gettext_lazy("la même sorte d’équipement, juste avant le nom"),
    "mentioned": gettext_lazy("la même sorte d’équipement, ailleurs dans le texte"),
    "only": gettext_lazy("c’est le seul de sa sorte dans la commune"),
    "street": gettext_lazy("sa rue est nommée"),
    "quartier": gettext_lazy("son quartier est nommé"),
    "type": gettext_lazy("un autre mot pour sa sorte d’équipement (« bassin » pour une piscine)"),
    "commune": gettext_lazy("la même commune"),
    "keeper": gettext_lazy("l’acheteur en est le propriétaire ou le gestionnaire"),
    "supplier": gettext_lazy("la même entreprise y a déjà travaillé"),
    "amount": gettext_lazy("un coût du lieu, presque du même montant, vers la même date"),
    "spelling": gettext_lazy("un mot du nom est écrit à une lettre près"),
    "other_kind": gettext_lazy("le texte nomme une autre sorte de lieu"),
    "elsewhere": gettext_lazy("le contrat s’exécute dans une autre commune"),
}


@dataclass(frozen=True)
class Evidence:
    """What was found between one row and one place. `told` holds, by feature, the words that show it."""

    name: float = 0  # the share of the place's own words that the row holds, from 0 to 1
    lone: bool = False  # one word, that might be anything
    told: Mapping[str, str] = field(default_factory=dict)

    def has(self, feature: str) -> bool:
        """Whether that was found."""
        return feature in self.told


def score(found: Evidence) -> float:
    """From 0 to 1, three decimals."""
    named = WEIGHTS["name"] * found.name * (LONE if found.lone else 1)
    if found.has("only"):
        named = max(named, WEIGHTS["only"])
    rest = sum(WEIGHTS[each] for each in found.told if each not in {"name", "only"})
    return round(min(1.0, max(0.0, named + rest)), 3)


def reasons(found: Evidence) -> list[dict[str, str]]:
    """What is kept beside the score, the weightiest first."""
    order = sorted(found.told, key=lambda each: -abs(WEIGHTS[each]))
    return [{"what": each, "told": found.told[each]} for each in order]


def say(reason: Mapping[str, str]) -> str:
    """« le nom « Malakoff » est dans les deux »: one kept reason, in the reader's language."""
    told = {"told": reason.get("told", "")}
    said = {
        "name": _("le nom « %(told)s » est dans les deux"),
        "whole": _("le nom entier s’y lit : « %(told)s »"),
        "together": _("« %(told)s », d’un seul tenant"),
        "kind": _("la même sorte d’équipement : %(told)s"),
        "mentioned": _("le texte parle aussi de : %(told)s"),
        "only": _("le seul de sa sorte dans la commune : %(told)s"),
        "street": _("%(told)s est nommée"),
        "quartier": _("son quartier est nommé : %(told)s"),
        "type": _("un mot de sa sorte d’équipement : %(told)s"),
        "commune": _("la même commune : %(told)s"),
        "keeper": _("c’est %(told)s qui s’en occupe"),
        "supplier": _("%(told)s y a déjà travaillé"),
        "amount": _("presque le même montant qu’un de ses coûts : %(told)s"),
        "spelling": _("mais à une lettre près : %(told)s"),
        "other_kind": _("mais le texte nomme une autre sorte de lieu : %(told)s"),
        "elsewhere": _("mais le lieu d’exécution est ailleurs : %(told)s"),
        "hand": _("choisi à la main"),
    }
    return said.get(reason.get("what", ""), "%(told)s") % told


def degree(value: float) -> str:
    """In words, since nobody reads 0.73."""
    if value >= SURE:
        return _("très ressemblant")
    return _("ressemblant") if value >= LIKELY else _("peut-être")
