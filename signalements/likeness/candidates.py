"""Candidates for people: a photo, how far, where it stands, how many people say it, and why it is shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from signalements.likeness.querysets import Asked, find_alike
from signalements.models import STATUS_LABELS, Categorie
from signalements.workflow import Status

MOST: Final = 5
PRECISION_COUNTED: Final = 50  # metres: a device that knows less does not make the whole quarter a candidate
BY_HAND: Final = 10  # metres: two people pointing at one hole on a map do not point at one spot
SAME_SPOT: Final = 3  # metres
ALIKE: Final = 0.4  # from where on one may say that the words are alike


@dataclass(frozen=True)
class Candidate:
    """Something reported already that may be the same; `metres` from the place asked about."""

    pk: int
    uuid: UUID
    number: str
    title: str
    text: str
    stage: str
    status: str
    categorie: str
    same_category: bool
    same_street: bool
    metres: float
    alike: float | None
    reported_at: datetime
    treated_at: datetime | None
    score: float
    photo: str
    people: int

    @property
    def state(self) -> str | Promise:
        """Where it stands, as people read it."""
        return STATUS_LABELS[Status(self.status)]

    @property
    def is_open(self) -> bool:
        """Not treated yet; a treated one may have come back."""
        return self.stage != "done"

    @property
    def ago(self) -> str:
        """« il y a 3 jours », since it was reported, or treated when it is; the hour is nobody's to know."""
        day = localdate(self.reported_at if self.is_open else self.treated_at or self.reported_at)
        if day == localdate():
            return _("aujourd’hui")
        return _("il y a %(time)s") % {"time": timesince(day, localdate(), depth=1)}

    @property
    def photo_url(self) -> str:
        """The address of its first photo that a person has looked at; empty without any."""
        return default_storage.url(self.photo) if self.photo else ""

    @property
    def address(self) -> str:
        """Its page."""
        return f"/signalements/{self.uuid}/"

    @property
    def reason(self) -> str:
        """« même rue, même problème, à 12 m »."""
        said = [
            _("même rue") if self.same_street else "",
            _("même problème") if self.same_category else _("problème voisin"),
            _("mots semblables") if (self.alike or 0) >= ALIKE else "",
            _("à %(m)d m") % {"m": round(self.metres)} if self.metres >= SAME_SPOT else _("au même endroit"),
        ]
        return ", ".join(part for part in said if part)


def candidates(
    point: Point, categorie: Categorie, *, precision: int | None = None, text: str = "", without: UUID | None = None
) -> list[Candidate]:
    """What was reported already around the point (SRID 4326) and may be the same, in one query; at most MOST.

    `precision` is the GPS's (metres), `without` the signalement that is asked about, when it exists.
    """
    error = min(precision or 0, PRECISION_COUNTED)
    reach = categorie.radius + error
    asked = Asked(point, categorie.pk, categorie.family, reach, text.strip(), without, max(error / 2, BY_HAND), MOST)
    return [Candidate(*row[:15], row[15] or "", row[16]) for row in find_alike(asked)]
