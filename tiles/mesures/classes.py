"""Classes of figures and their colours. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from carto.fiches.mesures import Number

MOST: Final = 5  # classes: the eye does not tell more shades apart

# Sequential, from little to much, told apart by lightness alone: the same order for every kind of colour vision.
# Neither the blue of water, nor the green of parks, nor the yellow of main roads, nor the red of most pins.
COLOURS: Final = {
    "light": ("#efe6f5", "#d0b8e0", "#a986c4", "#7d559e", "#57357a"),
    "dark": ("#2f2539", "#543c6b", "#80599f", "#b389d0", "#e9d6f4"),
}


@dataclass(frozen=True)
class Class:
    """The places between two figures, both of them reached by some place."""

    low: Number
    high: Number
    count: int


def classes(values: Iterable[Number]) -> list[Class]:
    """At most MOST classes of about as many places each, in order; equal figures are never parted.

    So when most places have none, zero is a class of its own, and the others share the rest.
    """
    left = sorted(values)
    found: list[Class] = []
    while left:
        share = -(-len(left) // (MOST - len(found)))
        high = left[share - 1]
        inside = [value for value in left if value <= high]
        found.append(Class(left[0], high, len(inside)))
        left = left[len(inside) :]
    return found


def colours(count: int) -> dict[str, list[str]]:
    """The colours of so many classes in each theme, spread from the palest to the strongest."""
    steps = [0] if count == 1 else [round(rank * (MOST - 1) / (count - 1)) for rank in range(count)]
    return {theme: [shades[step] for step in steps] for theme, shades in COLOURS.items()}
