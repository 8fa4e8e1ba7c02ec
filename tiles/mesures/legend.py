"""The legend of a coloured scale: its classes in words and numbers, what is not known, and what not to conclude."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.mesures import Mesure, Niveau
from tiles.mesures.classes import Class, classes, colours
from tiles.mesures.figures import Colouring, Figures


def legend(colouring: Colouring, niveau: Niveau) -> dict[str, Any]:
    """For programs and for the map page; `de` and `a` are the least and greatest figure of a class, both reached."""
    mesure, figures = colouring.mesure, colouring.figures(niveau)
    found = classes(figure.value for figure in figures.values() if figure.value is not None)
    return {
        "mesure": mesure.code,
        "niveau": niveau.value,
        "titre": str(mesure.label),
        "unite": str(mesure.unit),
        "echelle": _scale(niveau, len(figures)),
        "classes": [
            {"de": float(one.low), "a": float(one.high), "texte": range_said(mesure, one), "territoires": one.count}
            for one in found
        ],
        "couleurs": colours(len(found)),
        "territoires": len(figures),
        "sans_donnee": len(figures) - sum(one.count for one in found),
        "n": sum(figure.n for figure in figures.values()),
        "annees": years_of(figures),
        "explication": str(mesure.about),
        "precaution": str(mesure.caution),
        "absence": str(mesure.unknown_at.get(niveau, "")),
        "ronds": reverse(mesure.circles) if mesure.circles else "",
    }


def range_said(mesure: Mesure, one: Class) -> str:
    """« 12 à 40 », or « 12 » when a class has one figure."""
    low, high = mesure.number(one.low), mesure.number(one.high)
    return low if low == high else _("%(low)s à %(high)s") % {"low": low, "high": high}


def years_of(figures: Figures) -> list[int]:
    """The first and last year that the figures date from; empty when they have none."""
    years = [year for figure in figures.values() for year in figure.years or ()]
    return [min(years), max(years)] if years else []


def _scale(niveau: Niveau, count: int) -> str:
    if niveau is Niveau.COMMUNE:
        return ngettext("%(n)d commune", "%(n)d communes", count) % {"n": count}
    if niveau is Niveau.QUARTIER:
        return ngettext("%(n)d quartier", "%(n)d quartiers et communes", count) % {"n": count}
    return ngettext("%(n)d rue", "%(n)d rues", count) % {"n": count}
