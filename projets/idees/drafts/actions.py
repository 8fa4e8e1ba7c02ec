"""Opening a draft, writing in it together, bringing a version back, and making an idea of it, once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import digest
from carto.fiches.models import Evenement, What
from carto.text import tidy
from projets.idees.drafts.merging import Merged, merge
from projets.idees.models import Brouillon, BrouillonVersion, Idee

LONGEST: Final = {"title": 140, "text": 4000}
MOST_VERSIONS: Final = 500
KEPT: Final = timedelta(days=180)  # untouched and unpublished


@dataclass(frozen=True)
class Words:
    """What a draft says."""

    title: str
    text: str


class Over(ValidationError):
    """The draft has become an idea: nothing is written in it any more."""


class Overlap(ValidationError):
    """Two hands wrote at one place: both texts are here, nothing was stored."""

    def __init__(self, said: str, title: Merged, text: Merged, current: Brouillon) -> None:
        super().__init__(said, code="overlap")
        self.title, self.text, self.current = title, text, current


def open_draft(words: Words, **fields: Any) -> tuple[Brouillon, str]:
    """A new draft and the secret of its link, of which the digest alone is kept. `fields`: geom, autocollant, about."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        draft = Brouillon.objects.create(digest=digest(secret), title=words.title, text=words.text, **fields)
        BrouillonVersion.objects.create(brouillon=draft, number=0, title=words.title, text=words.text)
    return draft, secret


def draft_of(secret: str) -> Brouillon:
    """The draft of a link; Http404 for a link of nobody's."""
    drafts = Brouillon.objects.select_related("about", "autocollant", "published")
    draft = drafts.filter(digest=digest(secret)).first()
    if draft is None:
        raise Http404
    return draft


def save(draft: Brouillon, words: Words, *, base: int, hand: str = "") -> BrouillonVersion | None:
    """Write what somebody made of version `base`; what others wrote since is brought together with it.

    None when nothing is new. Raises Overlap when both wrote at one place, Over once it is published, and
    ValidationError (French) for a version that never was, or when there are too many.
    """
    with transaction.atomic():
        held = _held(draft)
        read = held.versions.filter(number=base).first()
        if read is None:
            raise ValidationError(_("Cette page date d’un autre brouillon : rechargez-la."), code="base")
        title = merge(read.title, words.title, held.title)
        text = merge(read.text, words.text, held.text)
        _check(title, text, held)
        merged = Words(tidy(str(title)), tidy(str(text)))
        if merged == Words(held.title, held.text):
            return None
        return _write(draft, held, merged, hand=hand, merged=merged != words)


def bring_back(draft: Brouillon, number: int, *, hand: str = "") -> BrouillonVersion | None:
    """An earlier version becomes the latest again; those in between stay in the history. Http404 for an unknown one."""
    with transaction.atomic():
        held = _held(draft)
        old = held.versions.filter(number=number).first()
        if old is None:
            raise Http404
        words = Words(old.title, old.text)
        return None if words == Words(held.title, held.text) else _write(draft, held, words, hand=hand)


def _held(draft: Brouillon) -> Brouillon:
    """As it is stored, until the transaction ends."""
    held = Brouillon.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if held.published_id:
        raise Over(_("Ce brouillon est devenu une idée : il ne change plus."), code="over")
    if held.version >= MOST_VERSIONS:
        raise ValidationError(_("Ce brouillon a trop de versions : publiez-le, ou ouvrez-en un autre."), code="many")
    return held


def _check(title: Merged, text: Merged, held: Brouillon) -> None:
    if title.overlaps or text.overlaps:
        raise Overlap(_("Quelqu’un a écrit au même endroit que vous, au même moment."), title, text, held)
    if len(str(title)) > LONGEST["title"] or len(str(text)) > LONGEST["text"]:
        raise Overlap(_("Réunis, vos mots et ceux écrits entre-temps sont trop longs."), title, text, held)


def _write(
    draft: Brouillon, held: Brouillon, words: Words, *, hand: str = "", merged: bool = False
) -> BrouillonVersion:
    """The next version, and the draft as it now is."""
    held.version, held.title, held.text = held.version + 1, words.title, words.text
    draft.version, draft.title, draft.text = held.version, held.title, held.text
    held.save(update_fields=["version", "title", "text", "updated_at"])
    return BrouillonVersion.objects.create(
        brouillon=held, number=held.version, title=words.title, text=words.text, hand=hand, merged=merged
    )


def hands_of(draft: Brouillon) -> tuple[list[str], bool]:
    """The names that hands gave themselves, the first to write first; and whether some gave none."""
    written = list(draft.versions.exclude(number=0, text="", title="").values_list("number", "hand", "text"))
    named = list(dict.fromkeys(hand for _number, hand, _text in written if hand))
    began = draft.about is None  # the first words of one that continues an idea are that idea's
    return named, any(not hand for number, hand, _text in written if number or began)


def become(draft: Brouillon, idee: Idee) -> None:
    """The draft has become that idea: its history names each hand that gave a name. Call it in one transaction."""
    Brouillon.objects.filter(pk=draft.pk, published=None).update(published=idee, updated_at=timezone.now())
    draft.published = idee
    # Told to nobody by itself: whoever publishes knows it, and nobody follows yet.
    Evenement.objects.create(
        fiche_id=idee.pk, what=What.COMPLETED, actor_role="resident", public_text=_credit(*hands_of(draft))
    )


def _credit(named: list[str], unnamed: bool) -> str:
    hands = [*named, *([_("des mains sans nom") if named else _("plusieurs mains sans nom")] if unnamed else [])]
    return _("Écrite à plusieurs : %(hands)s.") % {"hands": ", ".join(hands)}


def drop_forgotten_drafts(now: datetime) -> int:
    """Delete the drafts that nobody has touched for KEPT and that became nothing; returns how many."""
    forgotten = Brouillon.objects.filter(published=None, updated_at__lt=now - KEPT)
    return forgotten.delete()[1].get("idees.Brouillon", 0)
