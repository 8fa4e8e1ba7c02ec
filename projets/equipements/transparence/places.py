"""Which place somebody asks about: by its code, in words, or by where they stand; and those to choose from."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.geometry import read_point
from carto.territoires.geocoding import Hit, geocode
from carto.territoires.models import Level, Territoire

LONGEST_CODE: Final = 160
MOST_WORDS: Final = 200
CANDIDATES: Final = 6
CHOSEN: Final = (Level.COMMUNE, Level.QUARTIER)  # what one knows the name of


@dataclass(frozen=True)
class Asked:
    """The place that an address names. `moved`: it was found in words or by a position, and has a better address."""

    place: Territoire | None = None
    moved: bool = False
    words: str = ""
    hits: list[Hit] = field(default_factory=list)  # what the words may mean, where that is more than one place
    errors: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """Of the place; empty for the whole city."""
        return self.place.code if self.place else ""


def read_place(params: QueryDict) -> Asked:
    """From `?territoire=`, `?adresse=` or `?lat=&lon=`; what is wrong is told, and it is the whole city."""
    words = params.get("adresse", "").replace("\x00", "").strip()[:MOST_WORDS]
    longitude, latitude = params.get("lon", ""), params.get("lat", "")
    if longitude or latitude:
        try:
            return _at(read_point(longitude, latitude), words)
        except ValidationError as error:
            return Asked(errors=error.messages)
    if words:
        hits = [hit for hit in geocode(words, limit=CANDIDATES) if hit.point]
        if len(hits) == 1:
            return _at(hits[0].point, words)
        unknown = [_("Nous n’avons pas trouvé ce lieu. Essayez une rue ou un lieu voisin.")]
        return Asked(words=words, hits=hits, errors=[] if hits else unknown)
    return _named(params.get("territoire", ""))


def _named(code: str) -> Asked:
    if not code:
        return Asked()
    known = Territoire.objects.in_force(localdate()).select_related("parent").defer("parent__geom")
    place = None
    if "\x00" not in code and len(code) <= LONGEST_CODE:
        place = known.filter(code=code).order_by("level", "-pk").first()
    return Asked(place) if place else Asked(errors=[_("Ce territoire n’existe pas.")])


def _at(point: Point, words: str) -> Asked:
    """The smallest of those that one chooses, which holds the point (SRID 4326)."""
    there = Territoire.objects.in_force(localdate()).at(point).filter(level__in=CHOSEN).defer("geom")
    if found := list(there):
        return Asked(found[-1], moved=True)
    return Asked(words=words, errors=[_("Ce lieu est hors des communes que l’on connaît ici.")])


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each commune with itself and its quartiers, `(name, [(code, label), …])`; one query."""
    rows = Territoire.objects.in_force(localdate()).filter(level__in=CHOSEN).order_by("name")
    inside: dict[int | None, list[tuple[str, str]]] = defaultdict(list)
    communes: list[dict[str, Any]] = []
    for row in rows.values("pk", "code", "name", "level", "parent"):
        if row["level"] == Level.COMMUNE:
            communes.append(row)
        else:
            inside[row["parent"]].append((row["code"], row["name"]))
    told = [(one["name"], [(one["code"], one["name"]), *inside.pop(one["pk"], [])]) for one in communes]
    rest = sorted((each for some in inside.values() for each in some), key=lambda each: each[1])
    return [*told, *([(_("Quartiers"), rest)] if rest else [])]
