"""Datasets of OpenDataSoft portals, through Explore v2.1: the export when there is one, else page by page."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.downloads import NotFetched

PAGE: Final = 100  # records at a time: the most that the API gives
MOST_PAGED: Final = 10_000  # records: beyond, the API only exports
_ADDRESS: Final = re.compile(
    r"^(?P<root>https?://[^/]+)/(?:api/explore/v2\.[01]/catalog/datasets|explore/dataset)/(?P<name>[\w@.-]+)"
    r"(?:/(?:information|table|map|export|api|exports/\w+|records)?/?)?(?:\?.*)?$"
)

Save = Callable[..., Path]  # (address, file, parameters of the request) → file; raises NotFetched


@dataclass(frozen=True)
class Dataset:
    """One dataset of one portal."""

    root: str
    name: str

    @property
    def api(self) -> str:
        """Its address in the API."""
        return f"{self.root}/api/explore/v2.1/catalog/datasets/{self.name}"


def dataset_of(address: str) -> Dataset | None:
    """The dataset that an address of a portal names, its page or its API; None for any other address."""
    found = _ADDRESS.match(address)
    return Dataset(found["root"], found["name"]) if found else None


def download(dataset: Dataset, folder: Path, save: Save) -> Path:
    """All of its records as GeoJSON; NotFetched, or ValidationError (French) when the portal gives none."""
    path = folder / f"{dataset.name}.geojson"
    try:
        return save(f"{dataset.api}/exports/geojson", path)
    except NotFetched as error:
        if error.code != "status":
            raise
    with path.open("w", encoding="utf-8") as file:
        found = _paged(dataset, folder / "page.json", save)
        json.dump({"type": "FeatureCollection", "features": found}, file, ensure_ascii=False)
    return path


def _paged(dataset: Dataset, path: Path, save: Save) -> list[dict[str, Any]]:
    """The records, a page at a time, each once."""
    features: list[dict[str, Any]] = []
    total = 1
    while len(features) < total:
        asked = {"limit": PAGE, "offset": len(features), "order_by": "record_id"}
        page = _read(save(f"{dataset.api}/records", path, params=asked))
        total = int(page["total_count"])
        if total > MOST_PAGED:
            raise ValidationError(_("Ce jeu de données ne se lit que par son export, que le portail refuse."))
        if not page["results"] and len(features) < total:
            raise ValidationError(
                _("Le portail n’a pas donné toutes les lignes : réessayez plus tard."), code="network"
            )
        features += [_feature(record) for record in page["results"]]
    return features


def _read(path: Path) -> dict[str, Any]:
    try:
        page = json.loads(path.read_bytes())
        if not isinstance(page["results"], list) or not isinstance(page["total_count"], int):
            raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        raise ValidationError(_("Ce portail ne répond pas comme OpenDataSoft.")) from error
    return page


def _feature(record: Any) -> dict[str, Any]:
    """A record as a feature; its shape where it has one, else its point."""
    if not isinstance(record, dict):
        raise ValidationError(_("Ce portail ne répond pas comme OpenDataSoft."))
    shape = next((value["geometry"] for value in record.values() if _is_shape(value)), None)
    spot = record.get("geo_point_2d")
    if shape is None and isinstance(spot, dict) and {"lon", "lat"} <= set(spot):
        shape = {"type": "Point", "coordinates": [spot["lon"], spot["lat"]]}
    return {"type": "Feature", "geometry": shape, "properties": {k: v for k, v in record.items() if not _is_shape(v)}}


def _is_shape(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature" and isinstance(value.get("geometry"), dict)
