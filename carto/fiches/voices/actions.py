"""Saying it and taking it back, how many have said it, and what happens when several say that it is mended."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.marks import mark_of_person
from carto.fiches.models import Fiche, Kind, Soutien, SoutienKind, Stage, What
from carto.fiches.querysets import day_begins
from carto.fiches.voices.querysets import hear
from carto.fiches.voices.rolls import Roll, roll_of

SEVERAL: Final = 3  # people who say that it is mended: the service is asked to look
RANKS: Final = 2**52  # keys that are drawn, where counted ones would tell an order
MARKS_KEPT: Final = timedelta(days=1)
GESTURES: Final = {Kind.SIGNALEMENT.value: list(SoutienKind), Kind.IDEE.value: [SoutienKind.TOO]}
OPPOSITE: Final = {SoutienKind.STILL: SoutienKind.GONE, SoutienKind.GONE: SoutienKind.STILL}


@dataclass(frozen=True)
class Voice:
    """Who speaks: somebody with an account, or a browser that is told from others for a day."""

    person: User | None
    mark: str

    @classmethod
    def of(cls, request: HttpRequest, fiche: Fiche) -> "Voice":
        """Whoever asks, about that fiche: the marks of two fiches cannot be put side by side."""
        if request.user.is_authenticated:
            return cls(request.user, "")
        return cls(None, mark_of_person(request, f"soutien:{fiche.uuid}"))

    @property
    def known(self) -> dict[str, object]:
        """As a filter on soutiens."""
        return {"person": self.person} if self.person else {"person": None, "mark": self.mark}


@dataclass(frozen=True)
class Said:
    """What people say of a fiche: those concerned, with an account and without (counted apart: the latter are only told
    from one another for a day), how many say that it is still there or mended, since `since`.

    `mine` are the gestures of whoever asks.
    """

    with_account: int
    without_account: int
    still: int
    gone: int
    last_still: datetime | None
    mine: frozenset[str]
    since: datetime

    @property
    def people(self) -> int:
        """All those concerned."""
        return self.with_account + self.without_account

    @property
    def mended(self) -> bool:
        """Enough of them say that it is mended for the service to go and see."""
        return self.gone >= SEVERAL


def offered(fiche: Fiche) -> list[SoutienKind]:
    """The gestures that make sense today: nothing to add to what is done or set aside; an idea is not mended.

    Nor once a roll is closed: nobody could tell a second gesture of the same person from a first one.
    """
    roll = roll_of(fiche)
    if roll and not roll.is_open:
        return []
    return GESTURES.get(fiche.kind, []) if fiche.stage in {Stage.NEW, Stage.IN_PROGRESS} else []


def speak(fiche: Fiche, kind: SoutienKind, voice: Voice) -> bool:
    """Count one gesture, once per person; false when it had been counted. « Réparé » takes « toujours là » back."""
    if roll := roll_of(fiche):
        return _speak_on(roll, fiche, kind, voice)
    with transaction.atomic():
        # Two who say « réparé » at once must not both be the second.
        Fiche.objects.select_for_update(of=("self",), no_key=True).get(pk=fiche.pk)
        if kind in OPPOSITE:
            fiche.soutiens.filter(kind=OPPOSITE[kind], **voice.known).delete()
        _soutien, new = Soutien.objects.get_or_create(fiche_id=fiche.pk, kind=kind, **voice.known)
        if new and kind == SoutienKind.GONE:
            _tell_when_several(fiche)
    return new


def take_back(fiche: Fiche, kind: SoutienKind, voice: Voice) -> bool:
    """Undo it; false when there was nothing to undo (the mark of a browser is forgotten after a day)."""
    if roll := roll_of(fiche):
        return _take_back_on(roll, fiche, kind, voice)
    gone, _by_table = fiche.soutiens.filter(kind=kind, **voice.known).delete()
    return bool(gone)


def heard(fiche: Fiche, voice: Voice | None = None) -> Said:
    """What people say of it and of what is joined to it, and what this one of them said."""
    person = voice.person.pk if voice and voice.person else None
    known, unknown, still, gone, last, mine, since = hear(fiche.pk, person, voice.mark if voice else None)
    if voice and (roll := roll_of(fiche)):
        mine = [kind for kind in GESTURES.get(fiche.kind, []) if roll.has(_act(fiche, kind), voice)]
    return Said(known, unknown, still, gone, last, frozenset(mine), since)


def forget_marks() -> int:
    """Forget which browser said what more than a day ago; what was said stays. Returns how many."""
    old = Soutien.objects.filter(created_at__lt=timezone.now() - MARKS_KEPT).exclude(mark="")
    return old.update(mark="")


def _act(fiche: Fiche, kind: str) -> str:
    """The gesture, as a roll knows it."""
    return f"{kind}:{fiche.uuid}"


def _speak_on(roll: Roll, fiche: Fiche, kind: str, voice: Voice) -> bool:
    """Count a gesture whose person only the roll can tell; no hour either, which could be put beside somebody's."""
    if voice.person and fiche.author_id == voice.person.pk:
        return False  # whoever signed it is counted with it
    with transaction.atomic():
        if not roll.sign(_act(fiche, kind), voice):
            return False
        today = day_begins(timezone.localdate())
        rank = secrets.randbelow(RANKS)  # drawn: the order of the rows tells nothing
        fiche.soutiens.create(pk=rank, kind=kind, account=voice.person is not None, created_at=today)
    return True


def _take_back_on(roll: Roll, fiche: Fiche, kind: str, voice: Voice) -> bool:
    """Take one gesture off the count: any of its sort, since none says whose it is."""
    with transaction.atomic():
        if not roll.strike(_act(fiche, kind), voice):
            return False
        unnamed = fiche.soutiens.filter(kind=kind, person=None, mark="", account=voice.person is not None)
        unnamed.filter(pk__in=unnamed.order_by("?").values("pk")[:1]).delete()
    return True


def _tell_when_several(fiche: Fiche) -> None:
    """Write it in the history, once per state: the service is asked to look."""
    told = heard(fiche)
    if not told.mended or fiche.evenements.filter(what=What.GONE, at__gte=told.since).exists():
        return
    said = _("%(n)d personnes disent que c’est réparé. Le service va vérifier.") % {"n": told.gone}
    record(fiche, What.GONE, role="resident", public_text=said)
