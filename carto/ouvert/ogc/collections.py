"""What can be asked for: the map's layers, the territories by level, and the streets, each as one collection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.db.models import DateTimeField, F, Min, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from carto.fiches import privacy
from carto.fiches.layers import Layer, layers
from carto.fiches.models import Fiche
from carto.fiches.querysets import day_begins
from carto.ouvert.exports import COLUMNS
from carto.territoires.models import Level, Rue, Territoire

PREFIX: Final = "out_"  # so that no property's name meets a field's
SPOT: Final = f"{PREFIX}geom"  # where a feature is told to be, beside its properties


@dataclass(frozen=True)
class Collection:
    """One kind of feature. `key` is its public identifier, unique, and the order in which pages follow each other."""

    id: str
    title: str | Promise
    about: str | Promise
    source: Callable[[], QuerySet]
    key: str
    columns: Mapping[str, Any]  # property → expression over the rows
    moment: str = ""  # the field that `datetime` asks about; empty: none, and every feature matches
    tiles: str = ""  # the name of its vector tiles
    where: str = "geom"  # the field that a frame looks at
    place: Callable[[], Any] = lambda: F("geom")  # where a feature is told to be (SRID 4326)
    page: Callable[[str], str] = field(default=lambda key: "")  # key → address of the page that people read

    def rows(self) -> QuerySet:
        """Every public row with its properties beside it, in the order of the keys."""
        own = {f"{PREFIX}{name}": expression for name, expression in self.columns.items()}
        rows = self.source().annotate(**own)
        if issubclass(rows.model, Fiche):  # moments to the day where nobody signed: a filter looks at no more
            moments = [name for name in own if isinstance(rows.query.annotations[name].output_field, DateTimeField)]
            rows = self.source().annotate(**own | {name: privacy.moment(own[name]) for name in moments})
        return rows.annotate(**{SPOT: self.place()}).order_by(self.key)

    @cached_property
    def types(self) -> dict[str, str]:
        """Property → what its values are, in the words of JSON Schema: string, integer, number, boolean, date…"""
        annotations = self.rows().query.annotations
        return {name: _type_of(annotations[f"{PREFIX}{name}"]) for name in self.columns}

    def first_moment(self) -> datetime | None:
        """The day when the oldest of its features begins; None without any, or where none has a date."""
        first = self.source().aggregate(first=Min(self.moment))["first"] if self.moment else None
        return first and day_begins(localdate(first))


TYPES: Final = {
    "BooleanField": "boolean", "IntegerField": "integer", "SmallIntegerField": "integer", "BigIntegerField": "integer",
    "PositiveIntegerField": "integer", "PositiveSmallIntegerField": "integer", "FloatField": "number",
    "DecimalField": "number", "DateField": "date", "DateTimeField": "date-time",
}  # fmt: skip


def _type_of(expression: Any) -> str:
    return TYPES.get(expression.output_field.get_internal_type(), "string")


def _of_layer(layer: Layer) -> Collection:
    columns = {name: expression for name, expression in COLUMNS.items() if name != "uuid"} | dict(layer.columns)
    return Collection(
        layer.name, layer.label, layer.about, lambda: layer.rows().public(), "uuid", columns, "created_at",
        layer.name, "geom_web", privacy.place, lambda key: f"/fiches/{key}/",
    )  # fmt: skip


LEVELS: Final = {
    "metropoles": (Level.METROPOLE, _("Métropoles")), "communes": (Level.COMMUNE, _("Communes")),
    "quartiers": (Level.QUARTIER, _("Quartiers")), "iris": (Level.IRIS, _("Micro-quartiers (IRIS)")),
}  # fmt: skip


def _of_level(name: str, level: Level, title: str | Promise) -> Collection:
    columns = {
        "code": F("code"), "name": F("name"), "parent": F("parent__code"), "valid_from": F("valid_from"),
        "source": F("source"),
    }  # fmt: skip
    return Collection(
        name, title, _("Leurs limites en vigueur, avec leur source."),
        lambda: Territoire.objects.in_force(localdate()).filter(level=level), "code", columns,
        page=lambda key: f"/territoires/{key}/",
    )  # fmt: skip


def _streets() -> Collection:
    columns = {"code": F("code"), "name": F("name"), "commune": F("commune__code"), "source": F("source")}
    about = _("Chaque rue nommée, telle qu’OpenStreetMap la dessine.")
    return Collection(
        "rues", _("Rues"), about, Rue.objects.all, "code", columns, tiles="rues",
        page=lambda key: f"/territoires/{key}/",
    )  # fmt: skip


def collections() -> list[Collection]:
    """All of them: what the map shows, then the ground."""
    levels = [_of_level(name, level, title) for name, (level, title) in LEVELS.items()]
    return [*map(_of_layer, layers()), *levels, _streets()]


def collection_named(name: str) -> Collection | None:
    """The collection of that identifier, or None."""
    return next((each for each in collections() if each.id == name), None)


def is_fiches(collection: Collection) -> bool:
    """Whether its rows are fiches: then they have pages, stages and a history."""
    return issubclass(collection.source().model, Fiche)
