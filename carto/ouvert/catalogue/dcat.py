"""The catalogue as DCAT-AP 3 in JSON-LD: every data set, every way to take it."""

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.ouvert.catalogue.datasets import LICENCE, Dataset, datasets
from carto.ouvert.dumps.reading import Dump, latest
from carto.ouvert.files.formats import FORMATS, Format
from carto.ouvert.ogc.collections import collections, is_fiches

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#", "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "geo": "http://www.opengis.net/ont/geosparql#",
}  # fmt: skip
EU: Final = "http://publications.europa.eu/resource/authority/"
FILE_TYPES: Final = {
    "csv": "CSV", "geojson": "GEOJSON", "gpkg": "GPKG", "parquet": "PARQUET", "shp.zip": "SHP",
    "kml": "KML", "gpx": "XML",
}  # fmt: skip
MEDIA: Final = "https://www.iana.org/assignments/media-types/"
ODBL: Final = "https://opendatacommons.org/licenses/odbl/"


def catalogue(site: str) -> dict[str, Any]:
    """All of it; `site` is the whole address of `/`, without its last slash."""
    dumped = {(dump.layer, dump.extension): dump for dump in latest()}
    sets = [_dataset(each, site, dumped) for each in datasets()]
    sets += [_ground(each, site) for each in collections() if not is_fiches(each)]
    return {
        "@context": CONTEXT, "@id": f"{site}{reverse('ouvert:dcat')}", "@type": "dcat:Catalog",
        "dct:title": _("Carte commune de %(place)s") % {"place": settings.CARTO_PLACE},
        "dct:description": _("Tout ce qui est public sur la carte, avec les mêmes nombres."),
        "dct:publisher": _agent(site), "dct:language": _ref(f"{EU}language/FRA"), "dct:license": _ref(LICENCE),
        "foaf:homepage": _ref(f"{site}{reverse('ouvert:catalogue')}"), "dcat:dataset": sets,
        "dcat:service": [_service(site)],
    }  # fmt: skip


def _ref(address: str) -> dict[str, str]:
    return {"@id": address}


def _agent(site: str) -> dict[str, Any]:
    return {"@id": f"{site}/#producteur", "@type": "foaf:Agent", "foaf:name": settings.CARTO_PLACE}


def _service(site: str) -> dict[str, Any]:
    ogc = f"{site}{reverse('ouvert:ogc:landing')}"
    return {
        "@id": ogc, "@type": "dcat:DataService", "dct:title": "OGC API – Features", "dcat:endpointURL": _ref(ogc),
        "dcat:endpointDescription": _ref(f"{ogc}api"),
        "dct:conformsTo": _ref("http://www.opengis.net/spec/ogcapi-features-1/1.0"),
    }  # fmt: skip


def _common(site: str, page: str, name: str, title: str, about: str) -> dict[str, Any]:
    west, south, east, north = settings.CARTO_BBOX
    ring = ", ".join(f"{x} {y}" for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south)))
    return {
        "@id": f"{page}#donnees", "@type": "dcat:Dataset", "dct:identifier": f"{site}/donnees/{name}",
        "dct:title": title, "dct:description": about, "dct:publisher": _agent(site), "dcat:landingPage": _ref(page),
        "dct:language": _ref(f"{EU}language/FRA"), "dct:accessRights": _ref(f"{EU}access-right/PUBLIC"),
        "dct:spatial": {
            "@type": "dct:Location",
            "dcat:bbox": {"@type": "geo:wktLiteral", "@value": f"POLYGON(({ring}))"},
        },
    }  # fmt: skip


def _dataset(dataset: Dataset, site: str, dumped: dict[tuple[str, str], Dump]) -> dict[str, Any]:
    layer = dataset.layer
    page = f"{site}{reverse('ouvert:dataset', args=[layer.name])}"
    told = _common(site, page, layer.name, str(layer.label), f"{layer.about} {layer.method}")
    changed = dataset.changed_at()
    told |= {
        "dcat:theme": _ref(f"{EU}data-theme/REGI"), "dcat:keyword": [str(layer.label).lower(), settings.CARTO_PLACE],
        "dct:accrualPeriodicity": _ref(f"{EU}frequency/CONT"),
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "dct:description": str(layer.method)},
        "dct:conformsTo": _ref(f"{site}{reverse('ouvert:table_schema', args=[layer.name])}"),
        "dcat:contactPoint": {"@type": "vcard:Kind", "vcard:fn": settings.CARTO_PLACE} | _mail(),
    }  # fmt: skip
    if changed:
        told["dct:modified"] = {
            "@type": "xsd:date",
            "@value": localdate(changed).isoformat(),
        }  # its hour would be one person's
    ways = [_way(site, layer.name, made) for made in FORMATS.values()]
    ways += [_dumped(site, dump) for (name, _extension), dump in dumped.items() if name == layer.name]
    return told | {"dcat:distribution": [*ways, _by_service(site, layer.name)]}


def _mail() -> dict[str, Any]:
    return {"vcard:hasEmail": _ref(f"mailto:{settings.CARTO_CONTACT}")} if settings.CARTO_CONTACT else {}


def _file(address: str, extension: str, title: str) -> dict[str, Any]:
    made = FORMATS[extension]
    return {
        "@id": address, "@type": "dcat:Distribution", "dct:title": title, "dcat:accessURL": _ref(address),
        "dcat:downloadURL": _ref(address), "dcat:mediaType": _ref(f"{MEDIA}{made.media_type.partition(';')[0]}"),
        "dct:format": _ref(f"{EU}file-type/{FILE_TYPES[extension]}"), "dct:license": _ref(LICENCE),
    }  # fmt: skip


def _way(site: str, name: str, made: Format) -> dict[str, Any]:
    address = f"{site}{reverse('ouvert:download', args=[made.extension])}?couches={name}"
    return _file(address, made.extension, str(made.label))


def _dumped(site: str, dump: Dump) -> dict[str, Any]:
    told = _file(f"{site}{dump.address}", dump.extension, _("Instantané du %(day)s") % {"day": dump.day.isoformat()})
    return told | {
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(dump.size)},
        "dct:issued": {"@type": "xsd:date", "@value": dump.day.isoformat()},
        "spdx:checksum": {
            "@type": "spdx:Checksum", "spdx:algorithm": _ref("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": dump.sha256},
        },
    }  # fmt: skip


def _by_service(site: str, name: str, licence: str = LICENCE) -> dict[str, Any]:
    ogc = f"{site}{reverse('ouvert:ogc:landing')}"
    address = f"{ogc}collections/{name}"
    return {
        "@id": address, "@type": "dcat:Distribution", "dct:title": "OGC API – Features",
        "dcat:accessURL": _ref(address), "dcat:accessService": _ref(ogc), "dct:license": _ref(licence),
    }  # fmt: skip


def _ground(collection: Any, site: str) -> dict[str, Any]:
    """Territories and streets: served by the OGC API."""
    page = f"{site}{reverse('ouvert:ogc:collection', args=[collection.id])}?f=html"
    told = _common(site, page, collection.id, str(collection.title), str(collection.about))
    return told | {"dcat:distribution": [_by_service(site, collection.id, ODBL)]}
