"""Whatever the area, its outline is drawn inside the plan that shows it, and touches its margins."""

import re

from hypothesis import given
from hypothesis import strategies as st

from projets.idees.campagnes.outline import MARGIN, framed
from tests.factories import square
from tests.places import CHATEAU

WIDTH, HEIGHT = 680, 267


@given(half=st.floats(0.0005, 0.2))
def test_the_outline_lies_in_the_window(half: float) -> None:
    drawn = framed(square(CHATEAU, half), WIDTH, HEIGHT)
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d", drawn["outline"])]
    xs, ys = numbers[::2], numbers[1::2]
    assert min(xs) >= MARGIN - 1 and max(xs) <= WIDTH - MARGIN + 1
    assert min(ys) >= MARGIN - 1 and max(ys) <= HEIGHT - MARGIN + 1
    assert abs((min(xs) + max(xs)) / 2 - WIDTH / 2) < 1


def test_the_plan_shows_the_same_view() -> None:
    drawn = framed(square(CHATEAU), WIDTH, HEIGHT)
    assert drawn["plan"].startswith("/tuiles/plan.svg?centre=-1.5497")
    assert f"largeur={WIDTH}&hauteur={HEIGHT}" in drawn["plan"]
