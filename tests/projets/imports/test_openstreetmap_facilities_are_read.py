"""Facilities of an OpenStreetMap extract: by the tags of our types, points and areas, nobody's private car park."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from projets.equipements.imports.readers.osm import rows
from projets.equipements.imports.sources import guess
from projets.equipements.models import Equipement
from tests.projets.imports.samples import counted, load_reference, make_source, read, written

EXTRACT = """<?xml version="1.0"?><osm version="0.6" generator="test">
<node id="1" version="1" lat="47.2161" lon="-1.5497"><tag k="amenity" v="library"/><tag k="name" v="Médiathèque"/>
  <tag k="opening_hours" v="Tu-Sa 10:00-18:00"/><tag k="operator" v="Ville de Nantes"/></node>
<node id="2" version="1" lat="47.2100" lon="-1.5500"/><node id="3" version="1" lat="47.2100" lon="-1.5490"/>
<node id="4" version="1" lat="47.2110" lon="-1.5490"/>
<node id="5" version="1" lat="47.2120" lon="-1.5500"><tag k="amenity" v="parking"/></node>
<node id="6" version="1" lat="47.2120" lon="-1.5500"><tag k="leisure" v="playground"/>
  <tag k="access" v="private"/></node>
<node id="7" version="1" lat="47.2120" lon="-1.5500"><tag k="shop" v="bakery"/><tag k="name" v="Boulangerie"/></node>
<way id="10" version="1"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="2"/><tag k="leisure" v="playground"/></way>
</osm>"""


@pytest.mark.django_db
def test_what_bears_one_of_our_tags_becomes_a_facility(tmp_path: Path) -> None:
    load_reference()
    path = written(tmp_path, EXTRACT, "ville.osm")
    assert guess(path).code == "osm"
    source = make_source(format="osm", title="OpenStreetMap", licence="ODbL")
    assert counted(read(source, path)) == {"read": 2, "new": 2}
    library = Equipement.objects.get(osm_id="node/1")
    assert (library.title, library.type.code, library.hours, library.operator) == (
        "Médiathèque", "bibliotheque", "Tu-Sa 10:00-18:00", "Ville de Nantes",
    )  # fmt: skip
    playground = Equipement.objects.get(osm_id="way/10")
    assert (playground.title, playground.type.code, playground.geom.geom_type) == (
        "Aire de jeux",
        "aire-de-jeux",
        "Polygon",
    )
    assert counted(read(source, path)) == {"read": 2, "same": 2}


def test_what_is_no_extract_is_refused_in_words(tmp_path: Path) -> None:
    for content in (b"", b"a;b\n1;2\n", EXTRACT[:300].encode(), b"\x00\x00\x00\x0d\x0a\x09OSMHeader" + b"x" * 90):
        with pytest.raises(ValidationError):
            list(rows(written(tmp_path, content, "ville.osm.pbf"), {}))
