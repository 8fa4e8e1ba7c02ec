"""The base map's style: valid, self-contained, readable by day and by night."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tiles.basemap.build import PROFILE, Basemap, Kind
from tiles.basemap.palette import DARK, LIGHT, Palette, Theme
from tiles.basemap.style import attribution, base_style

TILES = "https://carte.example/tuiles/fond/{z}/{x}/{y}.mvt"
VALIDATOR = settings.BASE_DIR / "node_modules" / ".bin" / "gl-style-validate"
# What each text may be written on, the fills of the map that lie under it.
GROUNDS = {
    "text_city": ("land", "residential"),
    "text_place": ("land", "residential", "grass", "wood"),
    "text_quartier": ("land", "residential"),
    "text_street": ("land", "residential", "street", "secondary", "paving"),
    "text_number": ("land", "building"),
    "text_water": ("water",),
    "text_park": ("land", "park", "wood"),
    "text_poi": ("land", "residential", "building", "paving"),
    "text_culture": ("land", "building"),
    "text_care": ("land", "building"),
    "text_transport": ("land", "residential", "street"),
    "badge_ink": ("badge",),
}


def meta(kind: Kind = "extract") -> Basemap:
    """A base map of Nantes, as `build_basemap` would describe it."""
    return Basemap(Path("base.pmtiles"), "nantes.osm.pbf", "nantes", kind, (-1.79, 47.08, -1.33, 47.36), 14,
                   "2026-11-23T12:00:00+00:00", "0123456789abcdef")  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


@pytest.mark.parametrize("kind", ["plan", "extract"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.skipif(not VALIDATOR.exists() or not shutil.which("node"), reason="the npm packages are not installed")
def test_the_official_validator_finds_nothing_to_say(theme: Theme, kind: Kind, tmp_path: Path) -> None:
    style = tmp_path / "style.json"
    style.write_text(json.dumps(base_style(theme, tiles_url=TILES, meta=meta(kind))), encoding="utf-8")
    done = subprocess.run(["node", str(VALIDATOR), str(style)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr.strip()) == (0, "", "")


def test_the_validator_would_see_a_fault(tmp_path: Path) -> None:
    if not VALIDATOR.exists():
        pytest.skip("the npm packages are not installed")
    style = base_style("light", tiles_url=TILES, meta=meta())
    style["layers"][1]["paint"]["fill-color"] = "not a colour"
    (tmp_path / "style.json").write_text(json.dumps(style))
    done = subprocess.run(
        ["node", str(VALIDATOR), str(tmp_path / "style.json")], capture_output=True, text=True, check=False
    )
    assert "color" in done.stdout + done.stderr


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_asked_of_another_host(theme: Theme) -> None:
    style = base_style(theme, tiles_url=TILES, meta=meta())
    assert not {"glyphs", "sprite"} & set(style)
    del style["sources"]["fond"]["attribution"]  # links that a person may follow
    assert all(text.startswith("https://carte.example/") for text in strings(style) if "//" in text)


def test_every_layer_draws_something_that_the_tiles_hold() -> None:
    profile = json.loads((PROFILE / "config.json").read_text())["layers"]
    for kind in ("plan", "extract"):
        layers = base_style("light", tiles_url=TILES, meta=meta(kind))["layers"]
        drawn = {layer["source-layer"] for layer in layers if "source-layer" in layer}
        assert drawn <= {name for name, rules in profile.items() if "write_to" not in rules}
        assert len({layer["id"] for layer in layers}) == len(layers)


def test_the_tiles_are_asked_for_where_there_are_some_and_anew_when_the_map_changes() -> None:
    source = base_style("light", tiles_url=TILES, meta=meta())["sources"]["fond"]
    assert (source["minzoom"], source["maxzoom"]) == (6, 14)
    assert source["bounds"] == [-1.79, 47.08, -1.33, 47.36]
    assert source["tiles"] == [f"{TILES}?v=0123456789ab"]


def test_openstreetmap_is_credited_and_a_plan_says_that_it_is_one() -> None:
    assert "© contributeurs OpenStreetMap" in attribution(meta())
    assert "© OpenMapTiles" in attribution(meta())
    assert "plan schématique" not in attribution(meta())
    assert attribution(meta("plan")).startswith("plan schématique")


def test_before_the_base_is_built_the_paper_alone_is_drawn() -> None:
    style = base_style("dark", tiles_url=TILES, meta=None)
    assert style["sources"] == {}
    assert [layer["type"] for layer in style["layers"]] == ["background"]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_readable_on_its_halo_and_on_its_ground(palette: Palette) -> None:
    texts = {field.name for field in fields(palette) if field.name.startswith("text_")} | {"badge_ink"}
    assert texts == set(GROUNDS)
    for text, grounds in GROUNDS.items():
        for ground in (*grounds, "halo"):
            ratio = contrast(getattr(palette, text), getattr(palette, ground))
            assert ratio >= 4.5, f"{text} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ground_stays_calm_so_that_pins_are_seen(palette: Palette) -> None:
    for ground in ("residential", "grass", "park", "wood", "water", "building", "paving", "commercial", "industrial"):
        assert contrast(palette.land, getattr(palette, ground)) < 1.6, ground
