"""A smoothed stroke strays no further from what the hand drew than the tolerance, nor the other way round."""

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import numpy
import pytest
import shapely
from django.conf import settings

MODULE = Path(settings.BASE_DIR) / "projets/idees/static/idees/calques/smooth.js"
PROGRAM = """
import { readFileSync } from "node:fs";
const source = readFileSync(%s, "utf8");
const { smoothLine, smoothRing } = await import("data:text/javascript," + encodeURIComponent(source));
const told = JSON.parse(readFileSync(0, "utf8"));
const run = ({ points, tolerance, ring }) => (ring ? smoothRing : smoothLine)(points, tolerance);
console.log(JSON.stringify(told.map(run)));
"""
AT = (-1.5562, 47.2166)
METRES = 111_320
WIDE = METRES * float(numpy.cos(numpy.radians(AT[1])))


def smoothed(drawn: list[dict[str, Any]]) -> list[list[list[float]]]:
    """What the page's own module makes of them."""
    script = PROGRAM % json.dumps(str(MODULE))
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], input=json.dumps(drawn), capture_output=True, text=True,
        check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


def metric(points: list[list[float]]) -> shapely.LineString:
    """In metres around AT."""
    return shapely.LineString([((x - AT[0]) * WIDE, (y - AT[1]) * METRES) for x, y in points])


def trembling(seed: int, ring: bool) -> dict[str, Any]:
    """A hand that walks, turns back and trembles; from two points to some hundred, on a few metres or kilometres."""
    chance = random.Random(seed)
    scale = 10 ** chance.uniform(0.5, 3)
    x = y = 0.0
    points = []
    for _ in range(chance.randint(2, 160)):
        points.append([AT[0] + x / WIDE, AT[1] + y / METRES])
        if chance.random() < 0.9:  # a finger that rests draws the same point twice
            x, y = x + chance.gauss(0.3, 1) * scale, y + chance.gauss(0, 1) * scale
    return {"points": [*points, points[0]] if ring else points, "tolerance": 10 ** chance.uniform(0, 2), "ring": ring}


@pytest.mark.parametrize("ring", [False, True])
def test_nothing_strays_further_than_the_tolerance(ring: bool) -> None:
    drawn = [trembling(seed, ring) for seed in range(60)]
    for told, soft in zip(drawn, smoothed(drawn), strict=True):
        before, after = metric(told["points"]), metric(soft)
        # Between vertices too: the distance is taken along both lines, cut into small pieces.
        far = shapely.hausdorff_distance(before, after, densify=0.05)
        assert far <= told["tolerance"] * 1.001
        assert soft[0] == pytest.approx(told["points"][0]) or ring


def test_a_line_of_a_finger_has_fewer_points_and_no_sharp_corner() -> None:
    chance = random.Random(3)
    wave = [
        [AT[0] + n / WIDE, AT[1] + (30 * float(numpy.sin(n / 25)) + chance.gauss(0, 0.4)) / METRES] for n in range(400)
    ]
    (soft,) = smoothed([{"points": wave, "tolerance": 3, "ring": False}])
    assert len(soft) < len(wave) / 2
    line = numpy.array(metric(soft).coords)
    steps = numpy.diff(line, axis=0)
    turns = numpy.abs(numpy.diff(numpy.unwrap(numpy.arctan2(steps[:, 1], steps[:, 0]))))
    assert numpy.degrees(turns.max()) < 50


def test_two_points_and_a_triangle_stay_as_they_are() -> None:
    line = [list(AT), [AT[0] + 0.001, AT[1]]]
    triangle = [list(AT), [AT[0] + 0.001, AT[1]], [AT[0], AT[1] + 0.001], list(AT)]
    told = [{"points": line, "tolerance": 5, "ring": False}, {"points": triangle, "tolerance": 5, "ring": True}]
    assert smoothed(told) == [line, triangle]
