"""Works that are planned: schema « infos-travaux » 0.0.2, GeoJSON
(https://schema.data.gouv.fr/metis-reseaux/infos-travaux/0.0.2/documentation.html).

Each is a facility of nature `works`, from one day to another. The schema asks for the name, mail and telephone of
whoever manages the works: those are a person's, and are not kept, neither in the row.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.geometry import Box, read_geometry
from projets.equipements.imports.alone import as_feature, of_json
from projets.equipements.imports.formats import Field, Format, Row
from projets.equipements.imports.schemas import json_stream
from projets.equipements.imports.schemas.actions import bring_works
from projets.equipements.imports.schemas.values import Cell, Numbered, words
from projets.equipements.models import Import, Matter
from projets.equipements.workflow import Status

PERSONAL: Final = frozenset({"prenom", "nom", "mail", "telephone"})
HEAD: Final = 1 << 16
LOOKED_AT: Final = 2000
MARKS: Final = ('"date_debut"', '"date_fin"', '"organisation"', '"categorie"')
CATEGORIES: Final = {
    "ELECTRICITE": gettext_lazy("Travaux : électricité"),
    "TELECOM": gettext_lazy("Travaux : télécommunications"),
    "GAZ": gettext_lazy("Travaux : gaz"),
    "EAU": gettext_lazy("Travaux : eau"),
    "ASSAINISSEMENT": gettext_lazy("Travaux : assainissement"),
    "CHAUFFAGE": gettext_lazy("Travaux : chauffage"),
    "CLIMATISATION": gettext_lazy("Travaux : climatisation"),
    "VOIRIE": gettext_lazy("Travaux de voirie"),
    "AMENAGEMENT": gettext_lazy("Travaux d’aménagement"),
}
FIELDS: Final = (
    Field("title", gettext_lazy("titre"), ("titre",)),
    Field("text", gettext_lazy("résumé"), ("resume",)),
    Field("operator", gettext_lazy("maître d’ouvrage"), ("organisation",), required=True),
    Field("siret", gettext_lazy("SIRET"), ("siret",)),
    Field("begins_on", gettext_lazy("début"), ("date_debut",), required=True),
    Field("ends_on", gettext_lazy("fin"), ("date_fin",), required=True),
    Field("category", gettext_lazy("catégorie"), ("categorie",)),
    Field("number", gettext_lazy("numéro de rue"), ("adresse_numero",)),
    Field("street", gettext_lazy("voie"), ("adresse_voie",)),
    Field("town", gettext_lazy("commune"), ("adresse_commune",)),
)
KEY: Final = ("siret", "operator", "title", "category", "street", "number")


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """One row a worksite. Raises ValidationError (French) for a file that is no such GeoJSON, or is cut short."""
    key, chosen, extent = Numbered(), mapping.get("columns") or {}, mapping.get("extent")
    for number, (_name, feature) in enumerate(json_stream.records(path, (), ("features",)), start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            yield Row(number, f"?{number}", {"valeur": feature}, reasons=(_("Ce n’est pas un chantier."),))
            continue
        cell = Cell()
        data = {name: value for name, value in feature["properties"].items() if name not in PERSONAL}
        given = {each.name: data.get(chosen.get(each.name) or each.columns[0]) for each in FIELDS}
        shape = _numbers(feature.get("geometry"))
        told = _told(cell, given) | {"geom": _place(cell, shape, Box(*extent) if extent else None)}
        named = feature.get("id") if feature.get("id") not in (None, "") else data.get("id")
        row_key = key([named] if named not in (None, "") else [given[name] or "" for name in KEY])
        yield Row(number, row_key, data | {"geometry": shape}, told, tuple(cell.reasons))


def _told(cell: Cell, given: Mapping[str, Any]) -> dict[str, Any]:
    begins, ends = cell.day(given["begins_on"], _("début")), cell.day(given["ends_on"], _("fin"))
    if begins is None and not cell.reasons:
        cell.reasons.append(_("début : il n’y a rien"))
    if begins and ends and ends < begins:
        cell.reasons.append(_("La fin des travaux est avant leur début."))
    street = words(given["street"], 140)
    kind = str(CATEGORIES.get(str(given["category"]).upper(), _("Travaux")))
    address = " ".join(filter(None, (words(given["number"], 20), street, words(given["town"], 60))))
    return {
        "title": words(given["title"], 140) or words(f"{kind}, {street}" if street else kind, 140),
        "text": words(given["text"], 4000),
        "operator": words(given["operator"], 120),
        "address": words(address, 200),
        "begins_on": begins,
        "ends_on": ends,
    }


def stands(begins: date | None, ends: date | None) -> Status:
    """Where works stand today, by their days: to come, under way, done."""
    today = timezone.localdate()
    if ends and ends < today:
        return Status.OPEN
    return Status.PLANNED if begins and begins > today else Status.BUILDING


def _place(cell: Cell, shape: Any, box: Box | None) -> str:
    """EWKT of SRID 4326, or nothing and a reason."""
    try:
        geometry = read_geometry(shape if isinstance(shape, dict) else {})
    except ValidationError as error:
        cell.reasons += error.messages
        return ""
    west, south, east, north = geometry.extent
    if box and not (box.contains(west, south) and box.contains(east, north)):
        cell.reasons.append(_("Ce lieu est hors de l’étendue attendue."))
        return ""
    return geometry.ewkt


def _numbers(value: Any, depth: int = 0) -> Any:
    """A geometry as GeoJSON has it: its coordinates are numbers again."""
    if isinstance(value, dict):
        return {name: _numbers(each, depth) if name == "coordinates" else each for name, each in value.items()}
    if isinstance(value, list):
        return [_numbers(each, depth + 1) for each in value] if depth < 6 else []
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < 1e9 else None  # false of NaN too


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The properties that the first worksites have; those that the schema leaves free count as there."""
    found: dict[str, None] = {}
    for number, (_name, feature) in enumerate(json_stream.records(path, (), ("features",))):
        if isinstance(feature, dict) and isinstance(feature.get("properties"), dict):
            found.update(dict.fromkeys(name for name in feature["properties"] if name not in PERSONAL))
        if number >= LOOKED_AT:
            break
    return list(dict.fromkeys([*found, *(each.columns[0] for each in FIELDS if not each.required)]))


def guess(path: Path) -> float:
    """How much the beginning of a file looks like worksites."""
    with path.open("rb") as file:
        text = file.read(HEAD).decode("utf-8", "replace")
    return 0.95 if '"FeatureCollection"' in text and all(mark in text for mark in MARKS) else 0.0


def store(reading: Import, pairs: Iterable[tuple[int, Row]]) -> None:
    """The worksites on the map, as they are planned now."""
    bring_works(
        reading, ((pk, row.key, row.told, stands(row.told["begins_on"], row.told["ends_on"])) for pk, row in pairs)
    )


FORMAT: Final = Format(
    code="infos-travaux",
    label=gettext_lazy("Travaux prévus (infos-travaux 0.0.2)"),
    matter=Matter.WORKS,
    fields=FIELDS,
    rows=rows,
    columns=columns,
    guess=guess,
    store=store,
    one=of_json(rows, as_feature),
    blank=("geometry",),
    numbered=True,
)
