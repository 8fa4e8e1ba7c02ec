"""How much a sheet holds, as data: enough for a workshop of forty people, too little to drown a map."""

from typing import Final

CELL: Final = 40  # metres: the side of the squares in which hands agree
REACH: Final = 12  # metres around a line or a point: two people who draw the same path never draw the same line

VERTICES: Final = 1_500  # of one stroke, once smoothed
SHORTEST: Final = 1.0  # metres
LONGEST: Final = 20_000.0  # metres
LARGEST: Final = 3_000_000.0  # square metres, and never more than the frame
STROKES: Final = 2_000  # of one sheet
BY_HAND: Final = 300  # of one hand on one sheet
BATCH: Final = 50  # strokes sent at once
BODY: Final = 1_000_000  # bytes of one sending

NARROWEST, WIDEST = 50.0, 20_000.0  # metres: a side of a sheet's frame
LAID: Final = 12  # sheets drawn over each other; what they agree on is counted over many more
COUNTED: Final = 500
CELLS: Final = 2_000  # squares told at once, those of the most hands first
CONFLICTS: Final = 30  # told at once, the largest first
SHARED: Final = 100.0  # square metres that two areas share before it counts
