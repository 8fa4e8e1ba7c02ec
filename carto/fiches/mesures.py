"""What territories may be coloured by: a mesure says what it counts, how its figures read, and what they rest on.

A figure that is not known is None, never 0. Two mesures hold for every fiche; a layer declares those of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

Number = int | float | Decimal

NARROW_SPACE: Final = "\u202f"
NO_BREAK_SPACE: Final = "\u00a0"


class Niveau(TextChoices):
    """A scale at which figures are compared; the value is the fiche's foreign key to a place of that scale."""

    COMMUNE = "commune", gettext_lazy("commune")
    QUARTIER = "quartier", gettext_lazy("quartier")
    RUE = "rue", gettext_lazy("rue")


@dataclass(frozen=True)
class Figure:
    """What is known of one place: `value` rests on `n` of the `of` fiches that are there (None: on all of them)."""

    value: Number | None
    n: int = 0
    of: int | None = None
    population: int | None = None
    years: tuple[int, int] | None = None  # the first and last that the figures date from


@dataclass(frozen=True)
class Mesure:
    """Something to colour territories by."""

    code: str  # in addresses: "delai"
    label: str | Promise  # « Délai médian de traitement »
    unit: str | Promise  # after a number, in a legend: « jours »
    about: str | Promise  # how it is worked out, in one sentence
    caution: str | Promise  # what it must not be taken for
    said: Callable[[str, Number], str]  # a value in words, with its number written already: « 12 jours »
    rests: Callable[[Figure], str]  # on what a figure rests, or why there is none: « sur 23 signalements traités »
    decimals: int = 0
    per_inhabitant: bool = False
    # A layer's own: figures by place id, from a queryset of the layer's objects, which have that id as `place`.
    by_place: Callable[[Any], dict[int, Figure]] | None = None
    circles: str = ""  # the URL name of what it says of each fiche, as points drawn under the pins
    unknown_at: dict[Niveau, str | Promise] = field(default_factory=dict)  # the scales that have no figure, and why

    def number(self, value: Number) -> str:
        """A value without its unit: « 1 234,5 »; spaces do not break."""
        return written(value, self.decimals)

    def words(self, figure: Figure) -> str:
        """The figure in words: « 12 jours », or that it is not known."""
        if figure.value is None:
            return _("pas de donnée")
        return self.said(self.number(figure.value), figure.value)


def written(value: Number, decimals: int = 0) -> str:
    """A number as the language writes it: « 1 234,5 »; spaces do not break."""
    shown = number_format(value, decimals, use_l10n=True, force_grouping=True)
    return shown.replace(NARROW_SPACE, NO_BREAK_SPACE)


def count_said(number: str, value: Number) -> str:
    """« 12 fiches »."""
    return ngettext("%(n)s fiche", "%(n)s fiches", int(value)) % {"n": number}


def _inhabitants_said(figure: Figure) -> str:
    told = count_said(written(figure.n), figure.n)
    if not figure.population or not figure.years:
        return _("%(fiches)s, nombre d’habitants inconnu") % {"fiches": told}
    words = {"fiches": told, "people": written(figure.population), "year": figure.years[1]}
    return _("%(fiches)s, %(people)s habitants en %(year)s") % words


MORE_IS_NOT_WORSE: Final = gettext_lazy(
    "Plus de signalements ne veut pas dire plus de problèmes : parfois, on y regarde simplement de plus près."
)

NOMBRE: Final = Mesure(
    code="nombre",
    label=gettext_lazy("Nombre de fiches"),
    unit=gettext_lazy("fiches"),
    about=gettext_lazy("Les fiches que gardent vos filtres, chacune comptée une fois."),
    caution=MORE_IS_NOT_WORSE,
    said=count_said,
    rests=lambda _figure: "",
)

HABITANTS: Final = Mesure(
    code="habitants",
    label=gettext_lazy("Fiches pour 1 000 habitants"),
    unit=gettext_lazy("fiches pour 1 000 habitants"),
    about=gettext_lazy("Les fiches que gardent vos filtres, rapportées aux habitants du dernier recensement connu."),
    caution=gettext_lazy(
        "Un quartier de bureaux ou de gare a peu d’habitants et beaucoup de passants : comparez avec prudence."
    ),
    said=lambda number, _value: _("%(n)s fiches pour 1 000 habitants") % {"n": number},
    rests=_inhabitants_said,
    decimals=1,
    per_inhabitant=True,
    unknown_at={Niveau.RUE: gettext_lazy("Le nombre d’habitants n’est pas connu rue par rue.")},
)
