"""The signals of a candidate in words: plain numbers, small bars, and « pas de donnée », which is not zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from projets.opportunites.candidats.weighing import Weights, points
from projets.opportunites.models import Candidat

PLURAL: Final = 2  # where a French plural begins
EVERYWHERE: Final = "toute-la-ville"  # the place of a candidate that has no territory


def is_one(number: float) -> bool:
    """Whether a number is followed by the singular: below two in French, one elsewhere. The browser says the same."""
    return abs(number) < PLURAL if (get_language() or "fr").startswith("fr") else number == 1


@dataclass(frozen=True)
class Reading:
    """How a signal is said: so many `times` its value, or two to that power, in the words for one or for several."""

    label: str | Promise
    words: Any  # a lazy plural, by `n`, that takes `shown`
    times: float = 1
    doubles: bool = False  # 1 is twice, 2 four times
    digits: int = 0

    def said(self, value: float) -> str:
        """« 14 personnes »."""
        shown = round(2**value if self.doubles else value * self.times, self.digits)
        text = number_format(shown, decimal_pos=self.digits, force_grouping=True)
        return str(self.words % {"n": 1 if is_one(shown) else 2, "shown": text})

    def as_json(self) -> dict[str, Any]:
        """For the browser, which says the same."""
        forms = [str(self.words % {"n": n, "shown": "#"}) for n in (1, 2)]
        return {
            "label": str(self.label),
            "forms": forms,
            "times": self.times,
            "doubles": self.doubles,
            "digits": self.digits,
        }


READINGS: Final[Mapping[str, Reading]] = {
    "people": Reading(gettext_lazy("Idées proches"), ngettext_lazy("%(shown)s personne", "%(shown)s personnes", "n")),
    "repeats": Reading(
        gettext_lazy("Ce qui revient"),
        ngettext_lazy("%(shown)s signalement revenu", "%(shown)s signalements revenus", "n"),
    ),
    "cost": Reading(
        gettext_lazy("Coût"),
        ngettext_lazy(
            "%(shown)s fois le coût habituel d’une visite", "%(shown)s fois le coût habituel d’une visite", "n"
        ),
        doubles=True, digits=1,
    ),
    "uses": Reading(
        gettext_lazy("Fréquentation"),
        ngettext_lazy("%(shown)s %% d’écart de fréquentation", "%(shown)s %% d’écart de fréquentation", "n"),
        times=100,
    ),
    "contracts": Reading(
        gettext_lazy("Contrats et travaux"),
        ngettext_lazy("%(shown)s contrat ou chantier", "%(shown)s contrats ou chantiers", "n"),
    ),
    "access": Reading(
        gettext_lazy("À pied"),
        ngettext_lazy("%(shown)s habitant à plus de 10 minutes", "%(shown)s habitants à plus de 10 minutes", "n"),
    ),
    "neglect": Reading(
        gettext_lazy("Temps sans démarche"), ngettext_lazy("%(shown)s an", "%(shown)s ans", "n"), digits=1
    ),
    "network": Reading(
        gettext_lazy("Déjà là"),
        ngettext_lazy("%(shown)s groupe ou initiative", "%(shown)s groupes ou initiatives", "n"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One signal of one candidate. `points` from 0 to 1 and `adds`, out of 100, are None without data."""

    signal: str
    label: str | Promise
    said: str
    points: float | None
    weight: float
    adds: float | None

    @property
    def known(self) -> bool:
        """Whether anything is known of it."""
        return self.points is not None

    @property
    def width(self) -> str:
        """Of the bar, on 100, as SVG writes it."""
        return f"{100 * (self.points or 0.0):.1f}"


def bars(candidat: Candidat, full: Mapping[str, float], weights: Weights) -> list[Bar]:
    """Every signal that the formula weighs, in its order."""
    told = []
    for signal, weight in weights.own.items():
        value = getattr(candidat, signal)
        worth, reading = points(value, full.get(signal)), READINGS[signal]
        said = _("pas de donnée") if worth is None else reading.said(value)
        adds = None if worth is None else (100.0 * weight * worth / weights.total if weights.total else 0.0)
        told.append(Bar(signal, reading.label, said, worth, weight, adds))
    return told


def asleep(until: date | None, why: str | None) -> str:
    """« Dort jusqu’au 3 mars 2027 : … »; empty for what does not."""
    return _("Dort jusqu’au %(day)s : %(why)s") % {"day": date_format(until, "j F Y"), "why": why} if until else ""


def place_code(candidat: Candidat) -> str:
    """Its place, as addresses name it."""
    place = candidat.rue or candidat.territoire
    return place.code if place else EVERYWHERE


def place_name(candidat: Candidat) -> str:
    """Its place, as people do."""
    place = candidat.rue or candidat.territoire
    return place.name if place else _("Toute la ville")


def address_of(candidat: Candidat, page: str = "page", *more: str) -> str:
    """Of its page, which stays when it is counted again: by scale, place and theme; or of another `page` of it."""
    told = [candidat.scale, place_code(candidat), candidat.theme.code, *more]
    return reverse(f"opportunites:candidats:{page}", args=told)
