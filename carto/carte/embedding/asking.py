"""What an embedded view is asked for: the map's own filters, where it opens, and four options.

`?couches=…&territoire=…` as on the map; `&centre=lon,lat&zoom=14` (else the territory, else the whole city; a
`#zoom/lat/lon` wins in a browser with scripts); `&titre=`, `&liste=oui|non`, `&couleurs=claire|sombre` and
`&langue=fr|en`.
"""

import math
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from carto.carte.panel import Panel
from carto.geometry import Box
from carto.territoires.framing import box_of

LONGEST_TITLE: Final = 120
COLOURS: Final = {"": "", "claire": "light", "sombre": "dark"}
OPTIONS: Final = ("titre", "liste", "couleurs", "langue")
WINDOW: Final = 640  # pixels: the width that a zoom is reckoned for when nobody says one
CLOSEST: Final = 17
Place = tuple[float, float]  # longitude, latitude in degrees


@dataclass(frozen=True)
class Embed:
    """One embedded view. `said` are its options as they came, the wrong ones left out."""

    panel: Panel
    said: dict[str, str]
    centre: Place | None = None
    zoom: float | None = None
    errors: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: QueryDict) -> Self:
        """From an address: what is wrong becomes a message, the rest holds."""
        panel, errors, said = Panel.read(params), [], {}
        for name, read in READERS.items():
            try:
                if text := params.get(name, ""):
                    said[name] = read(text)
            except ValidationError as error:
                errors += error.messages
        centre, zoom = said.pop("centre", None), said.pop("zoom", None)
        return cls(panel, said, centre, zoom, (*panel.errors, *errors))

    @property
    def title(self) -> str:
        """What stands above it; empty when nothing was asked for."""
        return self.said.get("titre", "")

    @property
    def listed(self) -> bool:
        """Whether its list can be shown."""
        return self.said.get("liste", "oui") == "oui"

    @property
    def theme(self) -> str:
        """`light`, `dark`, or empty: as the reader's device is set."""
        return COLOURS[self.said.get("couleurs", "")]

    @property
    def box(self) -> Box:
        """What it shows when nobody says where it opens: the territory, the frame, or the whole city."""
        kept = self.panel.filters
        return (kept.territoire and box_of(kept.territoire)) or kept.cadre or Box(*settings.CARTO_BBOX)

    @property
    def view(self) -> tuple[Place, float]:
        """Its middle and its zoom (MapLibre's), said or reckoned."""
        if self.centre is None:
            box = self.box
            return ((box.west + box.east) / 2, (box.south + box.north) / 2), zoom_of(box)
        return self.centre, 14 if self.zoom is None else self.zoom

    @property
    def hash(self) -> str:
        """The end of the map's address that opens on the same view."""
        (longitude, latitude), zoom = self.view
        return f"#{zoom:.2f}/{latitude:.5f}/{longitude:.5f}"

    @property
    def plan(self) -> str:
        """The same view as a picture: the query string of `/tuiles/plan.*`."""
        told = {name: value for name, value in (("theme", self.theme), ("langue", self.said.get("langue"))) if value}
        if self.centre is None:
            box = self.box
            told["bbox"] = f"{box.west:.5f},{box.south:.5f},{box.east:.5f},{box.north:.5f}"
        else:
            told |= self._place
        return "&".join(filter(None, (self.panel.query, urlencode(told, safe=","))))

    @property
    def query(self) -> str:
        """Its own address again."""
        return "&".join(filter(None, (self.panel.query, urlencode(self._place | self.said, safe=","))))

    @property
    def _place(self) -> dict[str, str]:
        if self.centre is None:
            return {}
        (longitude, latitude), zoom = self.view
        return {"centre": f"{longitude:.5f},{latitude:.5f}", "zoom": f"{zoom:.2f}"}


def zoom_of(box: Box) -> float:
    """The zoom at which a box is about as wide or as high as a frame in somebody's page."""
    stretch = math.cos(math.radians((box.south + box.north) / 2))
    across = max(box.east - box.west, (box.north - box.south) / stretch * 1.5, 1e-6)
    return min(CLOSEST, max(0.0, math.log2(WINDOW * 360 / (512 * across))))


def _title(text: str) -> str:
    if "\x00" in text or len(text) > LONGEST_TITLE:
        told = _("Le titre est illisible, ou trop long (%(n)d caractères au plus).") % {"n": LONGEST_TITLE}
        raise ValidationError(told)
    return " ".join(text.split())


def _listed(text: str) -> str:
    if text not in ("oui", "non"):
        raise ValidationError(_("La liste se montre ou non : oui ou non est attendu."))
    return text


def _colours(text: str) -> str:
    if text not in COLOURS:
        raise ValidationError(_("Ces couleurs n’existent pas : claire ou sombre."))
    return text


def _language(text: str) -> str:
    if text not in dict(settings.LANGUAGES):
        raise ValidationError(_("Cette langue n’existe pas ici."))
    return text


def _number(text: str, most: float) -> float:
    try:
        value = float(text) if len(text) <= 30 else math.nan
    except ValueError:
        value = math.nan
    if not -most <= value <= most:  # also when it is NaN
        raise ValidationError(_("Centre illisible : longitude,latitude en degrés sont attendues."))
    return value


def _centre(text: str) -> Place:
    longitude, _comma, latitude = text.partition(",")
    return _number(longitude, 180), _number(latitude, 85)


def _zoom(text: str) -> float:
    return max(0.0, _number(text, 22))


READERS: Final = {
    "titre": _title, "liste": _listed, "couleurs": _colours, "langue": _language, "centre": _centre, "zoom": _zoom,
}  # fmt: skip
