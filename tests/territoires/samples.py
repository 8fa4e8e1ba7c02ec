"""Small files as publishers write them, around the château: borders, an OpenStreetMap extract, tables."""

import json
from pathlib import Path
from typing import Any, Final

from tests.places import CHATEAU

X, Y = CHATEAU.x, CHATEAU.y
Ring = list[list[float]]


def ring(west: float, south: float, east: float, north: float) -> Ring:
    """A rectangle's outline; hundredths of a degree from the château (about 760 m × 1100 m each)."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [[round(X + x / 100, 6), round(Y + y / 100, 6)] for x, y in corners]


def area(*corners: float) -> dict[str, Any]:
    """A rectangle as a GeoJSON polygon."""
    return {"type": "Polygon", "coordinates": [ring(*corners)]}


def row(geometry: dict[str, Any] | None, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_rows(path: Path, *rows: dict[str, Any]) -> Path:
    """A GeoJSON file of these rows."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


BOWTIE: Final = {
    "type": "Polygon",
    "coordinates": [[[X, Y], [X + 0.01, Y + 0.01], [X + 0.01, Y], [X, Y + 0.01], [X, Y]]],
}

# Two communes, west and east of the château's meridian; « Rue Longue » crosses from one to the other, « Rue Frôlée »
# passes two metres over the border, « Impasse du Bord » lies wholly east. Way 5 is way 1's street, spelled otherwise.
EXTRACT: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="authored">
  <node id="1" version="1" lat="{Y}" lon="{X - 0.008}"/>
  <node id="2" version="1" lat="{Y}" lon="{X - 0.004}"/>
  <node id="3" version="1" lat="{Y}" lon="{X + 0.006}"/>
  <node id="4" version="1" lat="{Y + 0.002}" lon="{X - 0.005}"/>
  <node id="5" version="1" lat="{Y + 0.002}" lon="{X + 0.00003}"/>
  <node id="6" version="1" lat="{Y + 0.004}" lon="{X + 0.001}"/>
  <node id="7" version="1" lat="{Y + 0.004}" lon="{X + 0.002}"/>
  <node id="8" version="1" lat="{Y - 0.001}" lon="{X - 0.009}"/>
  <node id="20" version="1" lat="{Y + 0.0001}" lon="{X - 0.006}">
    <tag k="addr:housenumber" v="12bis"/><tag k="addr:street" v="Rue Longue"/><tag k="addr:postcode" v="44000"/>
    <tag k="addr:city" v="Nantes"/><tag k="amenity" v="library"/><tag k="name" v="Bibliothèque des Essais"/>
  </node>
  <node id="21" version="1" lat="{Y}" lon="{X - 0.001}"><tag k="amenity" v="bench"/></node>
  <node id="22" version="1" lat="{Y}" lon="{X - 0.002}"><tag k="natural" v="tree"/></node>
  <node id="23" version="1" lat="{Y}" lon="{X - 0.003}"><tag k="amenity" v="library"/></node>
  <node id="24" version="1" lat="{Y}" lon="{X + 0.003}">
    <tag k="addr:housenumber" v="3;5"/><tag k="addr:street" v="Rue Longue"/>
  </node>
  <way id="1" version="1"><nd ref="1"/><nd ref="2"/>
    <tag k="highway" v="residential"/><tag k="name" v="Rue Longue"/></way>
  <way id="2" version="1"><nd ref="2"/><nd ref="3"/>
    <tag k="highway" v="residential"/><tag k="name" v="Rue Longue"/></way>
  <way id="3" version="1"><nd ref="4"/><nd ref="5"/>
    <tag k="highway" v="residential"/><tag k="name" v="Rue Frôlée"/></way>
  <way id="4" version="1"><nd ref="6"/><nd ref="7"/>
    <tag k="highway" v="service"/><tag k="name" v="Impasse du Bord"/></way>
  <way id="5" version="1"><nd ref="1"/><nd ref="8"/>
    <tag k="highway" v="footway"/><tag k="name" v="rue longue"/></way>
  <way id="6" version="1"><nd ref="1"/><nd ref="4"/>
    <tag k="highway" v="residential"/></way>
  <way id="7" version="1"><nd ref="1"/><nd ref="99"/>
    <tag k="highway" v="residential"/><tag k="name" v="Rue Coupée"/></way>
  <way id="8" version="1"><nd ref="1"/><nd ref="2"/><nd ref="4"/><nd ref="1"/>
    <tag k="leisure" v="park"/><tag k="name" v="Parc des Essais"/></way>
  <way id="9" version="1"><nd ref="1"/><nd ref="3"/></way>
  <way id="10" version="1"><nd ref="3"/><nd ref="4"/><nd ref="1"/></way>
  <relation id="50" version="1">
    <member type="way" ref="9" role="outer"/><member type="way" ref="10" role="outer"/>
    <tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="8"/>
    <tag k="name" v="Essais-sur-Loire"/><tag k="ref:INSEE" v="44999"/>
  </relation>
</osm>
"""


def write_extract(path: Path) -> Path:
    """The authored extract, as OSM XML."""
    path.write_text(EXTRACT, encoding="utf-8")
    return path
