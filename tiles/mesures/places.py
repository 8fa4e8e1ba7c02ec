"""The places of a scale with their names, beside their figures: what the table and the card tell."""

from dataclasses import dataclass
from typing import Final, Self

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from carto.fiches.mesures import Figure, Mesure, Niveau
from carto.territoires.models import Rue, Territoire
from tiles.mesures.figures import Colouring

ORDERS: Final = ("-valeur", "valeur", "nom", "-nom")


@dataclass(frozen=True)
class Told:
    """One territory or street, and what a mesure says of it."""

    place: Territoire | Rue
    figure: Figure
    mesure: Mesure

    @property
    def nature(self) -> str:
        """« quartier », « commune », « rue »."""
        return self.place.get_level_display() if isinstance(self.place, Territoire) else _("rue")

    @property
    def within(self) -> Territoire | None:
        """What it is part of."""
        return self.place.parent if isinstance(self.place, Territoire) else self.place.commune

    @property
    def number(self) -> str:
        """Its figure without the unit, for a column of them; empty when it is not known."""
        return "" if self.figure.value is None else self.mesure.number(self.figure.value)

    @property
    def words(self) -> str:
        """Its figure with the unit, or that it is not known."""
        return self.mesure.words(self.figure)

    @property
    def rests(self) -> str:
        """On what the figure rests, or why there is none."""
        return self.mesure.rests(self.figure)

    @property
    def absence(self) -> str:
        """Why no place of that scale has a figure; empty otherwise."""
        niveau = Niveau.RUE if isinstance(self.place, Rue) else Niveau.QUARTIER
        return str(self.mesure.unknown_at.get(niveau, ""))

    @classmethod
    def every(cls, colouring: Colouring, niveau: Niveau, order: str) -> list[Self]:
        """Every place of the scale, in one of ORDERS; those without a figure come last, by name."""
        figures = colouring.figures(niveau)
        told = [cls(place, figures[place.pk], colouring.mesure) for place in _named(niveau) if place.pk in figures]
        if order.endswith("nom"):
            return told if order == "nom" else told[::-1]
        known = [one for one in told if one.figure.value is not None]
        known.sort(key=lambda one: one.figure.value, reverse=order.startswith("-"))
        return known + [one for one in told if one.figure.value is None]

    @classmethod
    def one(cls, colouring: Colouring, niveau: Niveau, code: str) -> Self | None:
        """The place of that code at that scale; None when there is none."""
        figures = colouring.figures(niveau)
        place = next((place for place in _named(niveau).filter(code=code) if place.pk in figures), None)
        return cls(place, figures[place.pk], colouring.mesure) if place else None


def _named(niveau: Niveau) -> QuerySet:
    """Those that may be of the scale, by name, without their borders."""
    if niveau is Niveau.RUE:
        return (
            Rue.objects.select_related("commune").defer("geom", "geom_metres", "commune__geom").order_by("name", "pk")
        )
    return Territoire.objects.select_related("parent").defer("geom", "parent__geom").order_by("name", "pk")
