"""Public money by territory: one mesure for each kind and purpose of cost in each tax basis: no two make one sum.

A facility counts with its last published figure. Where the basis is not known, or no amount was published, the money is
not known either: told beside, never counted as nothing.
"""

from collections import Counter
from decimal import Decimal
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from carto.fiches.mesures import NO_BREAK_SPACE, Figure, Mesure, Number
from projets.equipements.models import Cout
from projets.equipements.querysets import EquipementQuerySet

Kind, Purpose, Basis = Cout.Kind, Cout.Purpose, Cout.Basis
KEYS: Final = ("kind", "purpose", "basis")
BASES: Final = (Basis.HT, Basis.TTC)  # a figure of unknown basis cannot be added to any other


def published_by(equipements: EquipementQuerySet, *, kind: Kind, purpose: Purpose, basis: Basis) -> dict[int, Figure]:
    """The published euros by `place`, of one kind, purpose and tax basis; not known where no facility has any."""
    places = dict(equipements.order_by().values_list("pk", "place"))
    kept = {"kind": kind, "purpose": purpose, "basis": basis}
    couts = Cout.objects.filter(**kept, equipement__in=equipements.order_by().values("pk"))
    amounts: dict[int, list[tuple[Decimal, int]]] = {place: [] for place in places.values()}
    for equipement, amount, year in couts.last_of_each().values_list("equipement", "amount", "year"):
        amounts[places[equipement]].append((amount, year))
    there = Counter(places.values())
    return {place: _figure(lines, there[place]) for place, lines in amounts.items()}


def published_codes() -> set[str]:
    """The codes of the mesures that at least one published figure feeds."""
    found = Cout.objects.published().filter(basis__in=BASES).order_by().values_list(*KEYS).distinct()
    return {_code(Kind(kind), Purpose(purpose), Basis(basis)) for kind, purpose, basis in found}


def _figure(lines: list[tuple[Decimal, int]], count: int) -> Figure:
    if not lines:
        return Figure(None, 0, count)
    years = [year for _amount, year in lines]
    return Figure(sum(amount for amount, _year in lines), len(lines), count, years=(min(years), max(years)))


def _code(kind: Kind, purpose: Purpose, basis: Basis) -> str:
    return f"argent:{kind.value}:{purpose.value}:{basis.value}"


def _rests(figure: Figure) -> str:
    """« 2 montants publiés pour 12 équipements, chiffres de 2009 à 2024 »."""
    facilities = ngettext("%(n)d équipement", "%(n)d équipements", figure.of or 0) % {"n": figure.of or 0}
    if not figure.years:
        return _("non publié, pour %(facilities)s") % {"facilities": facilities}
    told = {"n": figure.n, "facilities": facilities, "first": figure.years[0], "last": figure.years[1]}
    published = ngettext(
        "%(n)d montant publié pour %(facilities)s", "%(n)d montants publiés pour %(facilities)s", figure.n
    )
    dated = _("chiffre de %(last)d") if told["first"] == told["last"] else _("chiffres de %(first)d à %(last)d")
    return f"{published % told}, {dated % told}"


def _unit(kind: Kind, basis: Basis) -> str | Promise:
    said = gettext_lazy("€ {basis} par an") if kind == Kind.RUNNING else gettext_lazy("€ {basis}")
    return format_lazy(said, basis=basis.label)


def _mesure(kind: Kind, purpose: Purpose, basis: Basis) -> Mesure:
    unit = _unit(kind, basis)

    def said(number: str, _value: Number) -> str:
        return f"{number}{NO_BREAK_SPACE}{unit}"

    return Mesure(
        code=_code(kind, purpose, basis),
        label=format_lazy(
            gettext_lazy("Argent public : {purpose}, {kind}, {basis}"),
            purpose=purpose.label,
            kind=kind.label,
            basis=basis.label,
        ),
        unit=unit,
        about=gettext_lazy(
            "La somme des derniers montants publiés, un par équipement, d’une seule nature et d’une seule taxe ; "
            "les euros d’années différentes ne sont pas corrigés de la hausse des prix."
        ),
        caution=gettext_lazy(
            "Beaucoup de coûts ne sont pas publiés, et un équipement sert bien au-delà de son quartier."
        ),
        said=said,
        rests=_rests,
        circles="equipements:figures:circles",
        by_place=partial(published_by, kind=kind, purpose=purpose, basis=basis),
    )


def _goes_with(kind: Kind, purpose: Purpose) -> bool:
    """Running costs are by the year, and only they (the database keeps it)."""
    return (kind == Kind.RUNNING) == (purpose == Purpose.RUNNING)


ARGENT: Final = tuple(
    _mesure(kind, purpose, basis)
    for purpose in Purpose
    for kind in Kind
    for basis in BASES
    if _goes_with(kind, purpose)
)
