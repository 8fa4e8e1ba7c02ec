"""What a table is asked for: the map's own filters, what its rows and columns are, what it counts, in which order.

`?couches=signalements&depuis=2026-01-01` as on the map; `&lignes=theme&colonnes=mois&mesure=nombre&tri=-total`
"""

from dataclasses import dataclass
from typing import Final, Self

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from carto.carte.colouring import MesureChoice
from carto.carte.panel import Choice, KeepingPanel, Panel
from carto.fiches.dimensions import Dimension
from carto.fiches.filters import Filters
from carto.fiches.grouping import dimensions, owner_of
from carto.fiches.layers import Layer, layers
from carto.fiches.measuring import owner
from carto.fiches.mesures import NOMBRE, Mesure

FIRST: Final = "theme"  # what rows are until somebody chooses
PLACES: Final = ("quartier", "commune")  # where inhabitants are counted, the smallest first
OWN: Final = ("lignes", "colonnes", "mesure", "tri")
LONGEST_ORDER: Final = 210


@dataclass(frozen=True)
class Asked:
    """The parameters of a table, each with its default when it is absent or wrong."""

    panel: Panel
    rows: Dimension
    columns: Dimension | None
    choice: MesureChoice
    order: str
    errors: tuple[str, ...]
    needed: Layer | None = None  # the one layer that what was asked for is known of
    as_asked: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, params: QueryDict) -> Self:
        """From an address; what is wrong becomes a message in `errors`, the rest holds."""
        panel, choice = Panel.read(params), MesureChoice.read(params)
        errors = [*panel.errors, *choice.errors]
        alone = panel.filters.couches
        found = {name: _dimension(params.get(name, ""), errors) for name in ("lignes", "colonnes")}
        needed = [owner_of(one) for one in found.values() if one] + [owner(choice.mesure) if choice.mesure else None]
        known = {layer.name: layer for layer in needed if layer and alone != (layer.name,)}
        missing = list(known.values())
        errors += [_not_known(layer) for layer in missing]
        rows, columns = (None if one and owner_of(one) in missing else one for one in found.values())
        if rows and rows == columns:
            errors.append(_("Les lignes et les colonnes disent la même chose : choisissez autre chose en colonnes."))
        rows = rows or dimensions()[FIRST]
        columns = None if columns == rows else columns
        mesure = _mesure(choice.mesure or NOMBRE, missing, (rows, columns), errors)
        asked = tuple((name, params[name]) for name in OWN if params.get(name))
        order = _order(params.get("tri", ""), errors)
        needs = missing[0] if missing else None
        return cls(panel, rows, columns, MesureChoice(mesure), order, tuple(errors), needs, asked)

    @property
    def filters(self) -> Filters:
        """What is kept of the fiches."""
        return self.panel.filters

    @property
    def mesure(self) -> Mesure:
        """What is counted of each group."""
        return self.choice.mesure

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """One or two."""
        return (self.rows, self.columns) if self.columns else (self.rows,)

    @property
    def said(self) -> dict[str, str]:
        """Its own parameters; what is as usual is left out."""
        told = {"lignes": self.rows.code, "colonnes": self.columns.code if self.columns else ""}
        return told | {"mesure": "" if self.mesure == NOMBRE else self.mesure.code, "tri": self.order}

    def query(self, **changes: str) -> str:
        """The table's own address, with changes."""
        return self.filters.query(**(self.said | changes))

    @property
    def mended(self) -> str:
        """The address as it was asked, with the one layer that it needs."""
        return self.filters.query(**(dict(self.as_asked) | {"couches": self.needed.name if self.needed else ""}))

    def filter_panel(self) -> KeepingPanel:
        """The filter form beside the table."""
        kept = tuple((name, value) for name, value in self.said.items() if value)
        return KeepingPanel(self.filters, (), self.panel.couches, self.panel.asked, kept)

    def sets(self) -> list[Choice]:
        """What there is to count: everything, each layer alone, or the several that are asked for."""
        now = self.filters.couches
        told = [Choice("", _("Toute la carte"), not now)]
        told += [Choice(layer.name, layer.label, now == (layer.name,)) for layer in layers()]
        if len(now) > 1:
            told.append(Choice(",".join(now), _("Les couches cochées"), True))
        return told

    @property
    def row_choice(self) -> "DimensionChoice":
        """For the rows."""
        return DimensionChoice(self.rows)

    @property
    def column_choice(self) -> "DimensionChoice":
        """For the columns."""
        return DimensionChoice(self.columns)


@dataclass(frozen=True)
class DimensionChoice:
    """What there is to group by, one of it chosen."""

    chosen: Dimension | None

    def groups(self) -> list[tuple[str | Promise, list[Choice]]]:
        """The dimensions of every fiche under an empty name, then each layer's own under its label."""
        names = {"": "", **{layer.kind.value: layer.label for layer in layers()}}
        grouped: dict[str, list[Choice]] = {kind: [] for kind in names}
        for one in dimensions().values():
            grouped[one.kind].append(Choice(one.code, capfirst(str(one.label)), one == self.chosen))
        return [(names[kind], choices) for kind, choices in grouped.items() if choices]


def _dimension(code: str, errors: list[str]) -> Dimension | None:
    found = dimensions().get(code)
    if code and found is None:
        told = {"code": code.replace("\x00", "")[:40], "known": ", ".join(dimensions())}
        errors.append(_("On ne peut pas grouper par « %(code)s ». Ce qui existe : %(known)s.") % told)
    return found


def _not_known(layer: Layer) -> str:
    return _("Ce choix n’existe que pour la couche « %(layer)s », gardée seule.") % {"layer": layer.label}


def _mesure(asked: Mesure, missing: list[Layer], grouped: tuple[Dimension | None, ...], errors: list[str]) -> Mesure:
    """The one asked for, or the plain number where it cannot be."""
    if owner(asked) in missing:
        return NOMBRE
    if asked.per_inhabitant and not any(one and one.code in PLACES for one in grouped):
        errors.append(_("Pour compter par habitant, groupez par quartier ou par commune."))
        return NOMBRE
    return asked


def _order(text: str, errors: list[str]) -> str:
    """`nom`, `total` or `c:` and the value of a column; a minus before it for the greatest first."""
    name = text.removeprefix("-")
    if "\x00" in text or len(text) > LONGEST_ORDER or not (name in ("", "nom", "total") or name.startswith("c:")):
        errors.append(_("Ce tri n’existe pas : nom, total, ou c: et la valeur d’une colonne."))
        return ""
    return text
