"""What the standard wants said of itself: the entrance, what is conformed to, the collections, what may be asked."""

from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from carto.ouvert.ogc.collections import Collection, collections
from carto.ouvert.ogc.crs import CRS84, offered
from carto.ouvert.ogc.operands import GEOM

FEATURES: Final = "http://www.opengis.net/spec/ogcapi-features-{part}/1.0/conf/{name}"
CQL2: Final = "http://www.opengis.net/spec/cql2/1.0/conf/{name}"
TILES: Final = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}"
# Each of these is tried by a test (tests/ouvert/ogc); what is not tried is not declared.
CONFORMS: Final = (
    *(FEATURES.format(part=1, name=name) for name in ("core", "oas30", "html", "geojson")),
    FEATURES.format(part=2, name="crs"),
    *(
        FEATURES.format(part=3, name=name)
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        CQL2.format(name=name)
        for name in (
            "cql2-text", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison",
            "basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions", "temporal-functions",
        )
    ),
    *(TILES.format(name=name) for name in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt")),
)  # fmt: skip
SQUARES: Final = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
QUERYABLES: Final = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
TILESETS: Final = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
CONFORMANCE: Final = "http://www.opengis.net/def/rel/ogc/1.0/conformance"
DATA: Final = "http://www.opengis.net/def/rel/ogc/1.0/data"
JSON, HTML, GEOJSON, OPENAPI, SCHEMA, MVT = (
    "application/json", "text/html", "application/geo+json", "application/vnd.oai.openapi+json;version=3.0",
    "application/schema+json", "application/vnd.mapbox-vector-tile",
)  # fmt: skip
LICENCES: Final = {
    "ours": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "osm": "https://opendatacommons.org/licenses/odbl/",
}  # fmt: skip


def link(rel: str, href: str, kind: str = JSON, title: str = "", **more: Any) -> dict[str, Any]:
    """One link; `href` is whole, as clients expect."""
    return {"href": href, "rel": rel, "type": kind} | ({"title": title} if title else {}) | more


def both(root: str, path: str, rel: str = "self", kind: str = JSON) -> list[dict[str, Any]]:
    """A document and the page that says the same."""
    other = "alternate" if rel == "self" else rel
    return [link(rel, f"{root}{path}", kind), link(other, f"{root}{path}?f=html", HTML)]


def landing(root: str) -> dict[str, Any]:
    """The entrance; `root` is the whole address of `/ogc/`."""
    return {
        "title": _("Carte commune de %(place)s") % {"place": settings.CARTO_PLACE},
        "description": _("Signalements, idées, équipements, opportunités, territoires et rues, en données ouvertes."),
        "links": [
            *both(root, ""),
            link("service-desc", f"{root}api", OPENAPI, "OpenAPI 3.0"),
            link("service-doc", f"{root}api?f=html", HTML),
            *both(root, "conformance", "conformance"), link(CONFORMANCE, f"{root}conformance"),
            *both(root, "collections", "data"), link(DATA, f"{root}collections"),
        ],
    }  # fmt: skip


def conformance(root: str) -> dict[str, Any]:
    """What is kept to."""
    return {"conformsTo": list(CONFORMS), "links": both(root, "conformance")}


def all_collections(root: str) -> dict[str, Any]:
    """Every collection."""
    return {"links": both(root, "collections"), "collections": [described(each, root) for each in collections()]}


def described(collection: Collection, root: str) -> dict[str, Any]:
    """One collection: where and when it has features, in which coordinates it may be asked for."""
    own = f"collections/{collection.id}"
    extent: dict[str, Any] = {"spatial": {"bbox": [list(settings.CARTO_BBOX)], "crs": CRS84}}
    if collection.moment:
        first = collection.first_moment()
        extent["temporal"] = {"interval": [[first and first.isoformat(), None]]}
    tiles = [link(TILESETS, f"{root}{own}/tiles")] if collection.tiles else []
    return {
        "id": collection.id, "title": str(collection.title), "description": str(collection.about),
        "itemType": "feature", "extent": extent, "crs": list(offered()), "storageCrs": CRS84,
        "links": [
            *both(root, own), link("items", f"{root}{own}/items", GEOJSON),
            link("items", f"{root}{own}/items?f=html", HTML), link(QUERYABLES, f"{root}{own}/queryables", SCHEMA),
            link("license", LICENCES["ours" if collection.moment else "osm"], HTML), *tiles,
        ],
    }  # fmt: skip


def queryables(collection: Collection, root: str) -> dict[str, Any]:
    """What a filter may name, as a JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{root}collections/{collection.id}/queryables",
        "type": "object", "title": str(collection.title), "additionalProperties": False,
        "properties": {name: schema_of(kind) for name, kind in collection.types.items()}
        | {GEOM: {"format": "geometry-any"}},
    }  # fmt: skip


def schema_of(kind: str) -> dict[str, str]:
    """A type of ours as JSON Schema says it."""
    return {"type": "string", "format": kind} if kind in {"date", "date-time"} else {"type": kind}


def tilesets(collection: Collection, root: str, site: str) -> dict[str, Any]:
    """The vector tiles of a collection: one set, of the squares that every map uses."""
    return {
        "tilesets": [tileset(collection, root, site)],
        "links": [link("self", f"{root}collections/{collection.id}/tiles")],
    }


def tileset(collection: Collection, root: str, site: str) -> dict[str, Any]:
    """That set: where its tiles are; `site` is the whole address of `/`."""
    tiles = f"{site}tuiles/{collection.tiles}"
    return {
        "title": str(collection.title), "dataType": "vector", "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
        "tileMatrixSetURI": SQUARES,
        "links": [
            link("self", f"{root}collections/{collection.id}/tiles/WebMercatorQuad"),
            link("item", f"{tiles}/{{tileMatrix}}/{{tileCol}}/{{tileRow}}.mvt", MVT, templated=True),
            link("describedby", f"{tiles}.json", JSON, "TileJSON 3.0.0"),
            link("http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", SQUARES),
        ],
    }  # fmt: skip
