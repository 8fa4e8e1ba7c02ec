"""A data set a layer: who makes it, how, under which licence, its columns, and what of it stays closed, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Max
from django.utils.functional import Promise, cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.layers import Layer, layer_named, layers
from carto.ouvert.files.columns import BOOLEAN, DATE, INTEGER, MOMENT, NUMBER, TEXT, Column, columns_of

TABLE_SCHEMA: Final = "https://specs.frictionlessdata.io/schemas/table-schema.json"
LICENCE: Final = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
LICENCE_NAME: Final = "Licence Ouverte 2.0"
PRIVATE: Final = gettext_lazy("Vie privée : CRPA, art. L311-6 et L312-1-2 ; RGPD, art. 5")
# What no layer publishes, and by which law.
CLOSED: Final[tuple[tuple[str | Promise, str | Promise], ...]] = (
    (gettext_lazy("Adresse e-mail ou téléphone laissés pour une réponse"), PRIVATE),
    (gettext_lazy("Qui a écrit, quand la personne n’a pas signé ; son compte, son appareil"), PRIVATE),
    (gettext_lazy("Heure et lieu exacts des contributions anonymes : au jour et à dix mètres près, partout"), PRIVATE),
    (gettext_lazy("Photos d’origine, avant floutage des visages et des plaques"), PRIVATE),
    (gettext_lazy("Fiches retirées par leur auteur, en attente ou mises de côté"), PRIVATE),
    (gettext_lazy("Notes entre services"), gettext_lazy("Documents préparatoires : CRPA, art. L311-2")),
)
TYPES: Final[dict[str, dict[str, Any]]] = {
    TEXT: {"type": "string"}, INTEGER: {"type": "integer"}, NUMBER: {"type": "number"},
    BOOLEAN: {"type": "boolean", "trueValues": ["True"], "falseValues": ["False"]}, DATE: {"type": "date"},
    MOMENT: {"type": "datetime", "format": "any"},
}  # fmt: skip
SAID: Final[dict[str, str | Promise]] = {
    TEXT: gettext_lazy("texte"), INTEGER: gettext_lazy("nombre entier"), NUMBER: gettext_lazy("nombre"),
    BOOLEAN: gettext_lazy("oui ou non"), DATE: gettext_lazy("jour"), MOMENT: gettext_lazy("jour et heure"),
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """The last reading of a file that fed a data set; `said` is its report in a few words, whole at its address."""

    title: str
    at: datetime
    address: str
    said: str


@dataclass(frozen=True)
class Dataset:
    """The data of one layer."""

    layer: Layer

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """In the order of the files."""
        return columns_of(self.layer)

    @property
    def producer(self) -> str:
        """Whose data they are."""
        return _("%(place)s et ses habitants") % {"place": settings.CARTO_PLACE}

    @property
    def licence(self) -> str:
        """Under which they may be taken."""
        return LICENCE_NAME

    @property
    def closed(self) -> tuple[tuple[str | Promise, str | Promise], ...]:
        """What is not published, with the legal reason."""
        return CLOSED + self.layer.closed

    @property
    def told_columns(self) -> list[tuple[Column, str | Promise]]:
        """Each column with its type in words."""
        return [(column, SAID[column.kind]) for column in self.columns]

    def readings(self) -> list[Reading]:
        """The last reading of each file that fed it; none where people write it."""
        found = import_string(self.layer.readings)() if self.layer.readings else []
        return [Reading(*each) for each in found]

    def changed_at(self) -> datetime | None:
        """When something of it last changed; None while there is nothing."""
        return self.layer.fiches().public().aggregate(last=Max("updated_at"))["last"]


def datasets() -> list[Dataset]:
    """One a layer, in the order of the map."""
    return [Dataset(layer) for layer in layers()]


def dataset_named(name: str) -> Dataset | None:
    """The data set of that layer, or None."""
    layer = layer_named(name)
    return Dataset(layer) if layer else None


def table_schema(dataset: Dataset, homepage: str) -> dict[str, Any]:
    """The columns of its CSV as a Table Schema."""
    fields = [_field(column) for column in dataset.columns]
    fields += [
        {"name": "longitude", "type": "number", "title": _("Longitude, en degrés"), "description": _("D’un point.")},
        {"name": "latitude", "type": "number", "title": _("Latitude, en degrés"), "description": _("D’un point.")},
        {"name": "geometry", "type": "geojson", "title": _("Géométrie (GeoJSON, EPSG:4326)")},
    ]
    return {
        "$schema": TABLE_SCHEMA, "name": dataset.layer.name, "title": str(dataset.layer.label),
        "description": str(dataset.layer.about), "homepage": homepage, "fields": fields, "primaryKey": "uuid",
        "missingValues": [""],
    }  # fmt: skip


def _field(column: Column) -> dict[str, Any]:
    told = {"name": column.name, "title": column.words} | TYPES[column.kind]
    if column.name == "uuid":
        return told | {"format": "uuid", "constraints": {"required": True, "unique": True}}
    if column.choices:
        words = ", ".join(f"{value} : {label}" for value, label in column.choices)
        return told | {"description": words, "constraints": {"enum": [value for value, _label in column.choices]}}
    return told
