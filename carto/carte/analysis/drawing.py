"""Curves and bars as paths of SVG, drawn in the page itself. Pure."""

from collections.abc import Sequence
from typing import Final

WIDTH, HEIGHT = 120, 32  # of a curve beside a line of a table
WIDE, TALL = 720, 160  # of the bars of a whole view
GAP: Final = 0.15  # of a bar's width


def curve(values: Sequence[int]) -> str:
    """A line through the values, 0 at the bottom and the greatest at the top; empty for less than two."""
    if len(values) < 2:
        return ""
    most = max(*values, 1)
    step = WIDTH / (len(values) - 1)
    points = (f"{step * rank:.1f} {HEIGHT - 1 - (HEIGHT - 3) * n / most:.1f}" for rank, n in enumerate(values))
    return "M" + "L".join(points)


def bars(values: Sequence[int]) -> str:
    """One rectangle for each value that is not 0."""
    most = max([*values, 1])
    step = WIDE / max(len(values), 1)
    return "".join(
        f"M{step * (rank + GAP / 2):.1f} {TALL}v{-TALL * n / most:.1f}h{step * (1 - GAP):.1f}V{TALL}z"
        for rank, n in enumerate(values)
        if n
    )
