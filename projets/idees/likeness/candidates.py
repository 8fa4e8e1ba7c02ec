"""Candidates for people: a picture, how far, where it stands, how many people wish it, and why it is shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.layers import Layer, layer_of
from carto.fiches.models import Kind, Stage
from projets.idees.likeness.querysets import ALOFT, Wished, find_alike
from projets.idees.models import STATUS_LABELS, Autocollant
from projets.idees.workflow import Status

MOST: Final = 4
PRECISION_COUNTED: Final = 50  # metres: a device that knows less does not make the whole quarter a candidate
BY_HAND: Final = 10  # metres: two people pointing at one spot on a map do not point at one spot
SAME_SPOT: Final = 3  # metres
ALIKE: Final = 0.4  # from where on one may say that the words are alike
STANDS: Final[dict[str, str | Promise]] = {
    Stage.NEW: gettext_lazy("en projet"),
    Stage.IN_PROGRESS: gettext_lazy("en travaux"),
    Stage.DONE: gettext_lazy("déjà là"),
    Stage.SET_ASIDE: gettext_lazy("fermé"),
}


@dataclass(frozen=True)
class Candidate:
    """Something on the map that may be the same wish, or answer it; `metres` from the place asked about."""

    pk: int
    uuid: UUID
    kind: str
    number: str
    title: str
    text: str
    stage: str
    status: str
    sticker: str
    same_sticker: bool
    same_theme: bool
    metres: float
    alike: float | None
    created_at: datetime
    score: float
    photo: str
    people: int

    @property
    def layer(self) -> Layer:
        """Its layer: how it is called and coloured."""
        return layer_of(self.kind)

    @property
    def state(self) -> str | Promise:
        """Where it stands, as people read it."""
        if self.status == ALOFT:
            return _("rêve")
        if self.status:
            return STATUS_LABELS[Status(self.status)]
        return STANDS[self.stage] if self.kind == Kind.EQUIPEMENT else Stage(self.stage).label

    @property
    def is_idea(self) -> bool:
        """Whether it can be amended and continued."""
        return self.kind == Kind.IDEE

    @property
    def is_open(self) -> bool:
        """Whether a gesture still makes sense: neither done nor set aside, and of a kind that people support."""
        return self.kind in (Kind.IDEE, Kind.SIGNALEMENT) and self.stage in (Stage.NEW, Stage.IN_PROGRESS)

    @property
    def photo_url(self) -> str:
        """The address of its first photo that a person has looked at; empty without any."""
        return default_storage.url(self.photo) if self.photo else ""

    @property
    def address(self) -> str:
        """Its page."""
        return f"/{self.kind}s/{self.uuid}/"

    @property
    def reason(self) -> str:
        """« même autocollant, mots semblables, à 12 m »."""
        said = [
            _("même autocollant") if self.same_sticker else _("même thème") if self.same_theme else "",
            _("mots semblables") if (self.alike or 0) >= ALIKE else "",
            _("à %(m)d m") % {"m": round(self.metres)} if self.metres >= SAME_SPOT else _("au même endroit"),
        ]
        return ", ".join(part for part in said if part)

    def as_json(self) -> dict[str, Any]:
        """As a program reads it; `distance` in metres."""
        return {
            "uuid": str(self.uuid), "couche": self.layer.name, "numero": self.number, "titre": self.title,
            "adresse": self.address, "etat": str(self.state), "etape": self.stage, "distance": round(self.metres),
            "raison": self.reason, "personnes": self.people, "photo": self.photo_url, "autocollant": self.sticker,
        }  # fmt: skip


def candidates(
    point: Point, sticker: Autocollant, *, precision: int | None = None, text: str = "", without: UUID | None = None,
    limit: int = MOST,
) -> list[Candidate]:  # fmt: skip
    """What is on the map around the point (SRID 4326) and may be the same wish, in one query, the likeliest first.

    `precision` is the GPS's (metres), `text` all that was written, `without` the idea that is asked about.
    """
    doubt = max(min(precision or 0, PRECISION_COUNTED) / 2, BY_HAND)
    wished = Wished(point, sticker.pk, sticker.name, sticker.theme_id, text.strip(), without, doubt, limit)
    return [Candidate(*row) for row in find_alike(wished)]
