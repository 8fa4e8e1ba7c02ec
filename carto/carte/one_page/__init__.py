"""« Mon quartier en une page »: what one sheet says of a place, on a screen, on A4 and as an A3 poster.

The ground draws it; what it knows nothing of, the rooms tell (`carto.declared`: CHIFFRES, PARTICIPER, RESPONSABLES).
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Figure:
    """One figure: the number as it is read, what it counts, and who says so, when."""

    number: str
    words: str
    source: str


@dataclass(frozen=True)
class Open:
    """One thing that one can take part in today: what it is (« campagne »), its title, its last day, its page."""

    nature: str
    title: str
    address: str  # a path of ours
    until: date | datetime | None = None
