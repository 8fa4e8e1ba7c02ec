"""What is chosen among, how, and what one person says of it. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

HIGHEST: Final = 5  # of a score, from 0
OBJECT, ABSTAIN, AGREE = -1, 0, 1
NO, IF_NEEDED, YES = 0, 1, 2
MOST_WEIGHT: Final = 5  # however few speak for a part of the people, none of them weighs more than so many
THIN: Final = 5  # voices: of fewer people that are alike, nothing is told apart


class Method(StrEnum):
    """How one says what one wants, and what each word is worth (`Poll.points`)."""

    CONSENT = "consent"  # agree, abstain, object with a reason; the fewest objections first
    SCORE = "score"  # 0 to 5 for each; the most points first
    RANKING = "ranking"  # put in order; Borda's points
    DOTS = "dots"  # n dots to share out
    DATES = "dates"  # yes, if need be, no; the date that suits the most people first


class Proof(models.TextChoices):
    """What shows that a voice is somebody's, each under its own name; none is a cookie."""

    DECLARED = "declared", _("sur l’honneur")
    ACCOUNT = "account", _("compte à l’adresse vérifiée")
    PHONE = "phone", _("entretien au téléphone")
    POSTED = "posted", _("code reçu par courrier")
    PAPER = "paper", _("émargement au lieu de vote")
    COUNTER = "counter", _("jeton remis au guichet")
    OIDC = "oidc", _("identité vérifiée")


STRENGTH: Final = tuple(proof.value for proof in reversed(Proof))  # the strongest first


@dataclass(frozen=True)
class Voice:
    """What one person said: `choices` by option code. `cell` is the part of the people that it speaks for (empty: not
    known), `together` how many voices its declared group has (1: alone), `proof` one of Proof (empty: too rare).
    """

    choices: Mapping[str, int]
    cell: str = ""
    together: int = 1
    proof: str = ""


@dataclass(frozen=True)
class Poll:
    """One choice: option codes, method, `dots` to share out, `seed` of the draw that settles ties, `people` who live in
    each cell.
    """

    method: Method
    codes: tuple[str, ...]
    seed: str
    dots: int = 0
    people: Mapping[str, int] = field(default_factory=dict)

    def points(self, value: int) -> tuple[int, int]:
        """What one voice gives to an option: the first number orders options, the second those that are equal there."""
        if self.method == Method.CONSENT:
            return min(value, 0), max(value, 0)
        if self.method == Method.RANKING:
            return len(self.codes) + 1 - value, 0
        if self.method == Method.DATES:
            return min(value, 1), max(value - 1, 0)
        return value, 0


def percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """In hundredths, one decimal; 0 of nothing."""
    return (100 * Decimal(part) / Decimal(whole)).quantize(Decimal("0.1")) if whole else Decimal(0)
