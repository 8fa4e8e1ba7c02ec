"""An extract is known by its first bytes: compressed or not, well named or not, it is the same city."""

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import osmium
import pytest

from carto.territoires.sources.osm import open_extract

CITY = b'<?xml version="1.0"?><osm version="0.6"><node id="1" version="1" lat="47.2161" lon="-1.5497"/></osm>'


@pytest.mark.parametrize("packed", [bytes, gzip.compress, bz2.compress])
def test_streets_are_read_from_the_same_files_as_the_base_map(tmp_path: Path, packed: Callable[[bytes], bytes]) -> None:
    extract = tmp_path / "nantes.dat"
    extract.write_bytes(packed(CITY))
    assert [found.id for found in osmium.FileProcessor(open_extract(extract))] == [1]
