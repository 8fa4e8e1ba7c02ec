"""From an OpenStreetMap file to the archive of tiles: what is drawn, what is refused, what is left alone."""

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import osmium
import pytest
from django.conf import settings
from pmtiles.reader import MmapSource, all_tiles

from tests.tiles.osm_samples import write_sample
from tiles.basemap.build import build_basemap, read_basemap
from tiles.basemap.errors import BasemapError

pytestmark = pytest.mark.skipif(not shutil.which("tilemaker"), reason="tilemaker is not installed")
HUGE = 800_000_000_000

Layers = dict[str, list[dict[str, Any]]]


def features(archive: Path, zoom: int = 14) -> Layers:
    """The attributes of every feature at a zoom, by layer."""
    found: Layers = {}
    with archive.open("rb") as stream:
        for (z, _x, _y), data in all_tiles(MmapSource(stream)):
            if z == zoom:
                for layer, content in mapbox_vector_tile.decode(gzip.decompress(data)).items():
                    found.setdefault(layer, []).extend(feature["properties"] for feature in content["features"])
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    """The sample, built once, at z14."""
    folder = tmp_path_factory.mktemp("base")
    return features(build_basemap(write_sample(folder / "essai.osm.pbf"), folder / "base.pmtiles").archive)


def test_a_street_bears_its_class_its_name_and_its_identity(sample: Layers) -> None:
    street = next(line for line in sample["transportation"] if line["class"] == "secondary")
    assert street["osm_id"] == "way/10"
    assert {"class": "secondary", "name": "Rue de l’Échelle"} in sample["transportation_name"]


def test_a_tram_takes_its_line_and_colour_from_the_route_it_serves(sample: Layers) -> None:
    tram = next(line for line in sample["transportation"] if line["class"] == "tram")
    assert (tram["ref"], tram["colour"], tram["osm_id"]) == ("1", "#00853e", "way/11")


def test_what_stands_in_the_street_can_be_pointed_at(sample: Layers) -> None:
    assert {"class": "bench", "osm_id": "node/20"} in sample["street_furniture"]
    assert {"class": "tree", "osm_id": "node/21"} in sample["street_furniture"]
    assert {"housenumber": "12 bis", "osm_id": "node/23"} in sample["housenumber"]


def test_a_park_a_building_a_river_and_a_quartier_are_named(sample: Layers) -> None:
    assert {"class": "park", "name": "Parc du Levant", "osm_id": "way/13"} in sample["park"]
    assert sample["building"] == [{"height": 30.0, "osm_id": "way/12"}]
    assert sample["waterway"][0]["name"] == "La Fausse Loire"
    assert [place["name"] for place in sample["place"]] == ["Île-des-Essais"]


def test_the_two_platforms_of_a_stop_are_named_once(sample: Layers) -> None:
    platforms = [point for point in sample["poi"] if point["subclass"] == "tram_stop"]
    assert len(platforms) == 2
    assert sum("twin" in platform for platform in platforms) == 1


def test_a_commune_is_an_area_with_a_border(sample: Layers) -> None:
    assert {"name": "Essai-sur-Loire"} in sample["commune"]
    assert {border["admin_level"] for border in sample["boundary"]} == {8.0}


def test_osm_xml_is_read_like_pbf(tmp_path: Path, sample: Layers) -> None:
    made = build_basemap(write_sample(tmp_path / "essai.osm"), tmp_path / "base.pmtiles")
    assert sorted(features(made.archive)) == sorted(sample)
    assert made.bbox == pytest.approx((-1.5601, 47.2099, -1.5559, 47.2141), abs=2e-4)


def test_the_format_is_read_in_the_file_and_not_in_its_name(tmp_path: Path) -> None:
    misnamed = write_sample(tmp_path / "essai.osm.pbf").rename(tmp_path / "essai.osm")
    assert "transportation" in features(build_basemap(misnamed, tmp_path / "base.pmtiles").archive)


def test_identifiers_as_large_as_they_come_lose_neither_the_map_nor_the_identity(tmp_path: Path) -> None:
    large = write_sample(tmp_path / "essai.osm.pbf", shift=HUGE)
    found = features(build_basemap(large, tmp_path / "base.pmtiles").archive)
    assert {"class": "bench", "osm_id": f"node/{HUGE + 20}"} in found["street_furniture"]
    assert found["building"] == [{"height": 30.0, "osm_id": f"way/{HUGE + 12}"}]


def test_the_negative_identifiers_of_an_editor_are_accepted(tmp_path: Path) -> None:
    edited = write_sample(tmp_path / "essai.osm", shift=-1000)
    assert "building" in features(build_basemap(edited, tmp_path / "base.pmtiles").archive)


def test_a_way_is_drawn_without_the_nodes_that_were_cut_off(tmp_path: Path) -> None:
    cut = write_sample(tmp_path / "essai.osm.pbf", missing=(2,))
    found = features(build_basemap(cut, tmp_path / "base.pmtiles").archive)
    assert "secondary" in {line["class"] for line in found["transportation"]}


def test_the_plan_gives_no_openstreetmap_identity(tmp_path: Path) -> None:
    made = build_basemap(write_sample(tmp_path / "plan.osm.pbf"), tmp_path / "base.pmtiles", kind="plan")
    layers = features(made.archive)
    assert made.kind == "plan"
    assert not any("osm_id" in feature for layer in layers.values() for feature in layer)


def test_a_box_cuts_the_map(tmp_path: Path) -> None:
    box = (-1.5605, 47.2125, -1.5560, 47.2145)  # the tram's street, not the house
    made = build_basemap(write_sample(tmp_path / "essai.osm.pbf"), tmp_path / "base.pmtiles", bbox=box)
    assert made.bbox == pytest.approx(box)
    assert "building" not in features(made.archive)


def test_nothing_is_built_again_until_the_source_changes(tmp_path: Path) -> None:
    source, target = write_sample(tmp_path / "essai.osm.pbf"), tmp_path / "base.pmtiles"
    first = build_basemap(source, target)
    again = build_basemap(source, target)
    assert (first.built, again.built) == (True, False)
    assert again.fingerprint == first.fingerprint
    write_sample(source, missing=(20,))
    changed = build_basemap(source, target)
    assert changed.built
    assert read_basemap(target) == changed


def test_the_same_source_always_makes_the_same_tiles(tmp_path: Path) -> None:
    source = write_sample(tmp_path / "essai.osm.pbf")
    one, two = (build_basemap(source, tmp_path / name).archive for name in ("un.pmtiles", "deux.pmtiles"))
    assert one.read_bytes() == two.read_bytes()


def test_only_the_map_and_its_description_are_left_behind(tmp_path: Path) -> None:
    target = tmp_path / "base" / "base.pmtiles"
    build_basemap(write_sample(tmp_path / "essai.osm.pbf"), target)
    assert sorted(path.name for path in target.parent.iterdir()) == ["base.json", "base.pmtiles"]


def _text(path: Path) -> None:
    path.write_text("Bonjour, je ne suis pas une carte.")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut_short(path: Path) -> None:
    write_sample(path)
    path.write_bytes(path.read_bytes()[:-40])


def _page(path: Path) -> None:
    path.write_text("<!doctype html><title>404</title>")


def _header_alone(path: Path) -> None:
    with osmium.SimpleWriter(str(path), overwrite=True):
        pass


def _entities(path: Path) -> None:
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><osm version="0.6">&b;</osm>'
    )


@pytest.mark.parametrize("spoil", [_text, _empty, _cut_short, _page, _header_alone, _entities])
def test_a_file_that_is_no_extract_is_refused_in_french_and_the_former_map_stays(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    target = tmp_path / "base.pmtiles"
    build_basemap(write_sample(tmp_path / "bon.osm.pbf"), target)
    former = target.read_bytes()
    spoil(tmp_path / "mauvais.osm.pbf")
    with pytest.raises(BasemapError, match="extrait"):
        build_basemap(tmp_path / "mauvais.osm.pbf", target)
    assert target.read_bytes() == former


def test_an_extract_of_bare_points_draws_nothing_and_says_so(tmp_path: Path) -> None:
    with osmium.SimpleWriter(str(tmp_path / "nu.osm.pbf")) as writer:
        for number in range(1, 9):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(-1.55 + number / 1000, 47.21)))
    with pytest.raises(BasemapError, match="aucune tuile"):
        build_basemap(tmp_path / "nu.osm.pbf", tmp_path / "base.pmtiles")
    assert not (tmp_path / "base.pmtiles").exists()


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(BasemapError, match="ne peut pas être lu"):
        build_basemap(tmp_path / "absent.osm.pbf", tmp_path / "base.pmtiles")


def _stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program called tilemaker before all others."""
    program = folder / "bin" / "tilemaker"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_without_tilemaker_the_line_to_type_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BasemapError, match="apt-get install tilemaker"):
        build_basemap(write_sample(tmp_path / "essai.osm.pbf"), tmp_path / "base.pmtiles")


def test_tilemaker_s_own_complaint_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _stand_in(tmp_path, monkeypatch, "echo 'out of memory' >&2; exit 3")
    with pytest.raises(BasemapError, match="out of memory"):
        build_basemap(write_sample(tmp_path / "essai.osm.pbf"), tmp_path / "base.pmtiles")


def test_tilemaker_that_succeeds_without_a_tile_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stand_in(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(BasemapError, match="aucune tuile"):
        build_basemap(write_sample(tmp_path / "essai.osm.pbf"), tmp_path / "base.pmtiles")
    assert not (tmp_path / "base.pmtiles").exists()


@pytest.mark.long
def test_the_centre_of_geneva_is_drawn_with_its_streets_houses_and_benches(tmp_path: Path) -> None:
    if settings.CARTO_REAL_DATA is None:
        pytest.skip("CARTO_REAL_DATA is not set")
    made = build_basemap(settings.CARTO_REAL_DATA / "osm" / "geneve.osm.pbf", tmp_path / "base.pmtiles")
    found = features(made.archive)
    assert len(found["building"]) > 10_000
    assert len([one for one in found["street_furniture"] if one["class"] == "bench"]) > 1_000
    assert "Rue du Rhône" in {one.get("name") for one in found["transportation_name"]}
    assert all("osm_id" in one for one in found["building"])
