"""The description of this room for programs, as OpenAPI 3.0: GDAL reads the largest `limit` there."""

from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from carto.ouvert.ogc.asking import DEFAULT_LIMIT, MOST
from carto.ouvert.ogc.collections import Collection, collections
from carto.ouvert.ogc.crs import CRS84, offered
from carto.ouvert.ogc.documents import schema_of

PROBLEM: Final = {
    "description": "A parameter says what it cannot (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"type": "object"}}},
}
REFUSALS: Final = {"400": "Problem", "404": "NotFound"}
NOT_FOUND: Final = PROBLEM | {"description": "Nothing there."}


def openapi(root: str) -> dict[str, Any]:
    """The whole description; `root` is the whole address of `/ogc/`."""
    paths = {
        "/": _get("landing", "The entrance"), "/conformance": _get("conformance", "What is conformed to"),
        "/api": _get("api", "This description"), "/collections": _get("collections", "The collections"),
    }  # fmt: skip
    for collection in collections():
        paths |= _paths(collection)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": _("Carte commune de %(place)s") % {"place": settings.CARTO_PLACE}, "version": "1.0.0",
            "description": "OGC API – Features", "license": {"name": "Licence Ouverte 2.0 / ODbL 1.0"},
        },
        "servers": [{"url": root.rstrip("/")}],
        "paths": paths,
        "components": {"parameters": _shared(), "responses": {"Problem": PROBLEM, "NotFound": NOT_FOUND}},
    }  # fmt: skip


def _paths(collection: Collection) -> dict[str, Any]:
    own, name = f"/collections/{collection.id}", collection.id.replace("-", "_")
    asked = [_ref(each) for each in ("bbox", "bbox-crs", "datetime", "limit", "crs", "filter", "filter-lang",
                                     "filter-crs", "apres", "f")]  # fmt: skip
    by_name = [
        {"name": each, "in": "query", "required": False, "schema": schema_of(kind)}
        for each, kind in collection.types.items()
    ]
    key = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {
        own: _get(f"{name}_about", f"About {collection.id}"),
        f"{own}/queryables": _get(f"{name}_queryables", "What a filter may name", "application/schema+json"),
        f"{own}/items": _get(f"{name}_items", str(collection.title), "application/geo+json", asked + by_name),
        f"{own}/items/{{featureId}}": _get(
            f"{name}_item", "One feature", "application/geo+json", [key, _ref("crs"), _ref("f")]
        ),
    }
    if collection.tiles:
        paths[f"{own}/tiles"] = _get(f"{name}_tilesets", "Vector tiles")
        paths[f"{own}/tiles/WebMercatorQuad"] = _get(f"{name}_tileset", "Where the tiles are")
    return paths


def _get(name: str, summary: str, kind: str = "application/json", asked: list[Any] | None = None) -> dict[str, Any]:
    content = {kind: {"schema": {"type": "object"}}, "text/html": {"schema": {"type": "string"}}}
    answers: dict[str, Any] = {"200": {"description": summary, "content": content}}
    answers |= {status: {"$ref": f"#/components/responses/{said}"} for status, said in REFUSALS.items()}
    return {"get": {"operationId": name, "summary": summary, "parameters": asked or [_ref("f")], "responses": answers}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/parameters/{name}"}


def _shared() -> dict[str, Any]:
    systems = {"type": "string", "format": "uri", "enum": list(offered()), "default": CRS84}
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    schemas: dict[str, dict[str, Any]] = {
        "bbox": numbers, "bbox-crs": systems, "crs": systems, "filter-crs": systems,
        "datetime": {"type": "string"}, "filter": {"type": "string"}, "apres": {"type": "string"},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
        "filter-lang": {"type": "string", "enum": ["cql2-text"], "default": "cql2-text"},
        "f": {"type": "string", "enum": ["json", "html"]},
    }  # fmt: skip
    shared = {
        name: {"name": name, "in": "query", "required": False, "schema": schema} for name, schema in schemas.items()
    }
    shared["bbox"] |= {"style": "form", "explode": False}
    return shared
