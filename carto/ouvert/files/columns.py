"""What a view's files hold: the fiche's own columns, and those of its kind when the view is of one layer."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from carto.fiches import privacy
from carto.fiches.filters import Filters
from carto.fiches.layers import Layer, layer_named
from carto.fiches.models import Fiche
from carto.ouvert.exports import COLUMNS

TEXT, INTEGER, NUMBER, BOOLEAN, DATE, MOMENT = "text", "integer", "number", "boolean", "date", "moment"
KINDS: Final = {
    "BooleanField": BOOLEAN, "IntegerField": INTEGER, "SmallIntegerField": INTEGER, "BigIntegerField": INTEGER,
    "PositiveIntegerField": INTEGER, "PositiveSmallIntegerField": INTEGER, "FloatField": NUMBER,
    "DecimalField": NUMBER, "DateField": DATE, "DateTimeField": MOMENT,
}  # fmt: skip
FIELD_NAME: Final = 10  # what a column of a Shapefile may be called by
WORDS: Final[dict[str, str | Promise]] = {
    "uuid": gettext_lazy("Identifiant de la fiche, stable"), "number": gettext_lazy("Numéro pour les gens"),
    "theme": gettext_lazy("Code du thème"), "rue": gettext_lazy("Rue la plus proche"),
    "quartier": gettext_lazy("Quartier"), "commune": gettext_lazy("Commune"),
    "precision_m": gettext_lazy("À combien de mètres près le lieu est connu"),
    "author": gettext_lazy("Nom de qui a signé ; vide quand la personne est restée anonyme"),
    "demonstration": gettext_lazy("Vrai pour un exemple inventé"),
    "created_at": gettext_lazy("Créée le ; au jour près quand la personne est restée anonyme"),
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its name in files, what fills it, what its values are, what it says in words, its short name."""

    name: str
    expression: Any
    kind: str
    words: str
    short: str
    source: str = ""  # path of the field that it tells
    choices: tuple[tuple[str, str], ...] = ()  # what it may hold, with what that means

    @property
    def published(self) -> Any:
        """What a file says of it."""
        return privacy.moment(self.expression) if self.kind == MOMENT else self.expression


@dataclass(frozen=True)
class View:
    """What a file is of: rows in a lasting order, columns, and the name under which it is saved."""

    name: str
    fiches: QuerySet[Fiche]
    columns: tuple[Column, ...]


def view_of(filters: Filters) -> View:
    """The view that these filters keep; of one layer, with the columns that only it has."""
    layer = layer_named(filters.couches[0]) if len(filters.couches) == 1 else None
    if layer is None:
        return View("fiches", filters.fiches().order_by("pk"), columns_of(None))
    return View(layer.name, filters.apply(layer.rows().public()).order_by("pk"), columns_of(layer))


def columns_of(layer: Layer | None) -> tuple[Column, ...]:
    """The columns of a layer's files; of all layers together for None."""
    rows = layer.rows() if layer else Fiche.objects.all()
    told = COLUMNS | dict(layer.columns if layer else {})
    annotations = rows.annotate(**{f"out_{name}": each for name, each in told.items()}).query.annotations
    shorts = _shortened(list(told))
    return tuple(_column(rows.model, name, told[name], annotations[f"out_{name}"], shorts[name]) for name in told)


def _column(model: type[Model], name: str, expression: Any, known: Any, short: str) -> Column:
    kind = KINDS.get(known.output_field.get_internal_type(), TEXT)
    source = getattr(expression, "name", "")
    path = _path(model, source)
    whole = len(path) == len(source.split("__"))
    words = str(WORDS[name]) if name in WORDS else capfirst(" : ".join(str(field.verbose_name) for field in path))
    choices = tuple((str(value), str(label)) for value, label in (path[-1].flatchoices if path and whole else ()))
    return Column(name, expression, kind, words or capfirst(name.replace("_", " ")), short, source, choices)


def _path(model: type[Model], source: str) -> list[Field]:
    """The fields that lead to what a column tells."""
    found: list[Field] = []
    for part in source.split("__") if source else ():
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            break
        found.append(field)
        model = field.related_model or model
    return found


def _shortened(names: list[str]) -> dict[str, str]:
    """Each name within ten characters, all different; the same names always give the same ones."""
    given: dict[str, str] = {}
    for name in names:
        short, turn = name[:FIELD_NAME], 1
        while short in given.values():
            turn += 1
            short = f"{name[: FIELD_NAME - len(str(turn)) - 1]}_{turn}"
        given[name] = short
    return given
