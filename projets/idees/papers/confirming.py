"""What a person has checked on a sheet becomes ideas and strokes, once, with their author's rights on the stub."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import digest, submit
from carto.fiches.models import Origin
from carto.fiches.trust.holding import Hold
from carto.fiches.trust.weighing import Verdict
from projets.idees.calques.actions import settle
from projets.idees.campagnes.arriving import prepare
from projets.idees.models import Autocollant, Calque, Feuille, Idee, Pose, Releve, ReleveState, Souche, Trait, TraitKind
from projets.idees.papers.codes import stub_code
from projets.idees.papers.frame import Frame
from projets.idees.papers.layout import MAP, SCALE, colour_named
from projets.idees.pieces import follow

KINDS: Final = {"line": TraitKind.LINE, "area": TraitKind.AREA}
Weigh = Callable[[Idee], Verdict]


@dataclass(frozen=True)
class Unasked:
    """What the rooms read of an idea's form (pieces.FOLLOWERS): on paper, nobody was asked any of it."""

    cleaned_data: dict[str, str] = field(default_factory=lambda: {"campagne": "", "depuis": "", "trait": ""})
    data: dict[str, str] = field(default_factory=dict)

    def author(self) -> None:
        """Nobody signs."""


@dataclass(frozen=True)
class Checked:
    """One mark as the person left it. `geom` of SRID 4326; `stub` is 0 when nobody wrote a number beside it."""

    kind: str
    colour: str
    geom: GEOSGeometry
    autocollant: Autocollant
    text: str = ""
    stub: int = 0
    sure: float = 1.0
    holds: list[Hold] = field(default_factory=list)

    def as_line(self, **made: str) -> dict[str, Any]:
        """As the reading keeps it."""
        geom = {"type": self.geom.geom_type, "coordinates": self.geom.coords}
        told = {"kind": self.kind, "colour": self.colour, "sure": self.sure, "geom": geom}
        return told | {"code": self.autocollant.code, "text": self.text, "stub": self.stub} | made


def confirm(releve: Releve, marks: Iterable[Checked], *, person: User | None, role: str, weigh: Weigh) -> bool:
    """Make an idea of each sticker, and a stroke of each line or area; false when it had been done before.

    `weigh` judges each idea like any other sending; `role` is that of whoever confirms. Nobody signs: the stub's holder
    may follow, correct and withdraw.
    """
    with transaction.atomic():
        locked = Releve.objects.select_for_update(of=("self",)).select_related("feuille__campagne").get(pk=releve.pk)
        if locked.state == ReleveState.CONFIRMED:
            return False
        feuille = locked.feuille
        souches = {souche.rank: souche for souche in feuille.souches.all()}
        told = list(marks)
        lines = [
            mark.as_line(idee=str(_pinned(locked, rank, mark, souches, role, weigh, person).uuid))
            for rank, mark in enumerate(told)
            if mark.kind == "sticker"
        ]
        lines += _drawn(feuille, [mark for mark in told if mark.kind in KINDS], souches)
        locked.state, locked.found, locked.reason = ReleveState.CONFIRMED, lines, ""
        locked.confirmed_by, locked.confirmed_at = person, timezone.now()
        locked.save(update_fields=["state", "found", "reason", "confirmed_by", "confirmed_at"])
    releve.refresh_from_db()
    return True


def _pinned(
    releve: Releve, rank: int, mark: Checked, souches: dict[int, Souche], role: str, weigh: Weigh, person: User | None
) -> Idee:
    """The idea of one sticker; the same one, should it be asked for twice."""
    feuille, campagne = releve.feuille, releve.feuille.campagne
    idee = Idee(
        uuid=uuid5(releve.uuid, str(rank)),
        kind="idee",
        theme=mark.autocollant.theme,
        title=mark.autocollant.name,
        text=mark.text,
        autocollant=mark.autocollant,
        campagne=campagne,
        geom=mark.geom,
        precision=round(metres_of(feuille)),
        origin=Origin.PAPER,
    )
    prepare(idee, anonymous=True)
    verdict = weigh(idee)
    if submit(idee, role=role).created:
        verdict.settle(idee, *mark.holds)
        Pose.objects.create(idee=idee, autocollant=mark.autocollant, geom=mark.geom)
        follow(idee, Unasked())
    souche = souches.get(mark.stub)
    if souche is not None and souche.idee_id is None:
        souche.idee = idee
        souche.save(update_fields=["idee"])
    return idee


def metres_of(feuille: Feuille) -> float:
    """How far a sticker may lie from what was meant: three millimetres of the paper, on the ground."""
    return Frame.of_polygon(feuille.geom).metres / (MAP.width * SCALE[feuille.paper]) * 3


def calque_uuid(feuille: Feuille) -> UUID:
    """Of the tracing sheet that holds what was drawn on a sheet of paper: one for all its photos."""
    return uuid5(NAMESPACE_URL, f"feuille:{feuille.code}")


def _drawn(feuille: Feuille, marks: list[Checked], souches: dict[int, Souche]) -> list[dict[str, Any]]:
    """The strokes, on the sheet's own calque; a stub's number is their hand."""
    if not marks:
        return []
    calque, _new = Calque.objects.get_or_create(
        uuid=calque_uuid(feuille),
        defaults={
            "name": (_("Feuille %(code)s") % {"code": feuille.code})[:80], "text": feuille.title, "geom": feuille.geom,
            "campagne": feuille.campagne, "shared": False, "digest": digest(secrets.token_urlsafe(32)),
        },
    )  # fmt: skip
    calque = Calque.objects.select_for_update().get(pk=calque.pk)
    drawn = [_stroke(calque, feuille, mark, souches) for mark in marks]
    settle(calque, drawn)
    return [mark.as_line(trait=str(trait.uuid)) for mark, trait in zip(marks, drawn, strict=True)]


def _stroke(calque: Calque, feuille: Feuille, mark: Checked, souches: dict[int, Souche]) -> Trait:
    """One stroke, in the sheet's version; the code of its stub is the secret of its hand, or nobody's is."""
    known = mark.stub in souches
    secret = stub_code(feuille, mark.stub) if known else secrets.token_urlsafe(32)
    colour = colour_named(mark.colour)
    return Trait.objects.create(
        calque=calque, kind=KINDS[mark.kind], geom=mark.geom, theme=mark.autocollant.theme, text=_said(mark),
        colour=colour.ink if colour else "", hand=digest(f"{calque.uuid}:{secret}"), version=calque.version,
    )  # fmt: skip


def _said(mark: Checked) -> str:
    """The words beside a stroke: those that look personal stay on the paper."""
    return "" if mark.holds else mark.text[:140]
