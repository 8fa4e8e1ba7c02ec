"""The style that the map opens: valid, absolute, complete, in two themes."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from carto.fiches.layers import layers
from carto.territoires.models import Level
from tests.factories import make_territoire
from tests.places import CHATEAU
from tiles.grid import CELL_BITS

pytestmark = pytest.mark.django_db
VALIDATOR = settings.BASE_DIR / "node_modules" / "@maplibre" / "maplibre-gl-style-spec" / "dist" / "index.mjs"
VALIDATE = """
import { readFileSync } from "node:fs";
import { validateStyleMin } from %s;
console.log(JSON.stringify(validateStyleMin(JSON.parse(readFileSync(0, "utf8"))).map(({ message }) => message)));
"""
EVALUATE = """
import { readFileSync } from "node:fs";
import { createExpression, latest } from %s;
const { radius, seen } = JSON.parse(readFileSync(0, "utf8"));
const { value } = createExpression(radius, latest.paint_circle["circle-radius"]);
console.log(JSON.stringify(seen.map(([zoom, properties]) => value.evaluate({ zoom }, { type: "Point", properties }))));
"""


def _run(program: str, told: dict[str, Any]) -> Any:
    """What a program that imports MapLibre's style specification says of `told`."""
    if not VALIDATOR.exists():
        pytest.skip("npm packages are not installed")
    script = program % json.dumps(Path(VALIDATOR).as_uri())
    command = ["node", "--input-type=module", "-e", script]
    found = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, check=True, timeout=60)
    return json.loads(found.stdout)


def _style(client: Client, query: str = "?theme=light") -> dict[str, Any]:
    return client.get(f"/tuiles/style.json{query}").json()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_maplibre_s_own_validator_finds_nothing(client: Client, theme: str) -> None:
    make_territoire(CHATEAU, Level.QUARTIER)
    assert _run(VALIDATE, _style(client, f"?theme={theme}")) == []


def _radii(client: Client, *seen: tuple[float, int, int]) -> list[float]:
    """How large the style draws clusters, in pixels: each at a zoom of the map, of a count, in a tile of a zoom."""
    found = {layer["id"]: layer for layer in _style(client)["layers"]}
    told = [[zoom, {"count": count, "cell": f"{tile_zoom + CELL_BITS}/123"}] for zoom, count, tile_zoom in seen]
    return _run(EVALUATE, {"radius": found["signalements-clusters"]["paint"]["circle-radius"], "seen": told})


def test_a_cluster_that_opens_leaves_as_much_ink_as_it_had(client: Client) -> None:
    whole, quarter = _radii(client, (12.999, 400, 12), (13, 100, 13))
    assert whole**2 == pytest.approx(4 * quarter**2, rel=0.3)


def test_discs_of_neighbouring_cells_leave_each_other_room(client: Client) -> None:
    for zoom, width in ((12.0, 64), (12.999, 128)):
        small, large = _radii(client, (zoom, 2, 12), (zoom, 100_000, 12))
        assert 8 < small < large < width / 2


def test_a_disc_that_waits_for_its_tile_keeps_growing(client: Client) -> None:
    radii = _radii(client, *((zoom, 50, 12) for zoom in (12, 12.5, 13, 13.5)))
    assert radii == sorted(radii)
    assert len(set(radii)) == len(radii)


def test_every_layer_has_the_parts_that_the_page_listens_to(client: Client) -> None:
    style = _style(client)
    ids = [layer["id"] for layer in style["layers"]]
    assert len(ids) == len(set(ids))
    for layer in layers():
        for part in ("areas", "lines", "clusters", "count", "halo", "dots", "pins"):
            assert f"{layer.name}-{part}" in ids
    assert style["metadata"]["carte:layers"] == [layer.name for layer in layers()]


def test_pins_lie_over_names_and_areas_under_them(client: Client) -> None:
    kinds = {layer["id"]: rank for rank, layer in enumerate(_style(client)["layers"])}
    assert kinds["signalements-areas"] < kinds["signalements-pins"]
    assert max(kinds.values()) == kinds[f"{layers()[-1].name}-pins"]


def test_addresses_are_absolute_and_carry_the_filters(client: Client) -> None:
    sources = _style(client, "?theme=dark&themes=velo&etapes=new,done&zut=1")["sources"]
    names = ",".join(layer.name for layer in layers())
    (address,) = sources["fiches"]["tiles"]
    address, _v, stamp = address.partition("&v=")
    assert address == f"http://testserver/tuiles/{names}/{{z}}/{{x}}/{{y}}.mvt?themes=velo&etapes=new,done"
    assert len(stamp.split("-")) == 6
    assert sources["territoires"]["tiles"] == ["http://testserver/tuiles/territoires/{z}/{x}/{y}.mvt"]


def test_colours_are_those_of_the_layers_in_each_theme(client: Client) -> None:
    for rank, theme in enumerate(("light", "dark")):
        found = {layer["id"]: layer for layer in _style(client, f"?theme={theme}")["layers"]}
        for layer in layers():
            assert found[f"{layer.name}-clusters"]["paint"]["circle-color"] == layer.colour[rank]


def test_no_other_host_is_asked_for_anything(client: Client) -> None:
    style = _style(client)
    assert "glyphs" not in style
    assert "sprite" not in style
    addresses = [address for source in style["sources"].values() for address in source.get("tiles", [])]
    assert addresses
    assert all(address.startswith("http://testserver/") for address in addresses)
