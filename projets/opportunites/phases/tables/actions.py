"""Opening a table, sitting down, writing while the turn runs, and opening the sheets to everybody once it is over."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.comptes.models import User
from carto.fiches.actions import digest, record
from carto.fiches.models import Commentaire, CommentKind, Rule, Visibility, What
from carto.fiches.trust.holding import Hold
from carto.fiches.trust.personal import find_personal
from carto.fiches.trust.weighing import Verdict
from carto.fiches.trust.wording import SORTS, listed
from carto.territoires.geocoding import geocode
from projets.opportunites.models import Apport, Opportunite, Siege, Tablee
from projets.opportunites.phases.acts import phase_open
from projets.opportunites.phases.tables.rotation import Turns, sheet_before
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import Status


class Late(ValidationError):
    """The turn is over: the sheet has gone to the next seat."""

    def __init__(self) -> None:
        super().__init__(_("Le tour est fini : la feuille est passée à la place suivante."), code="late")


@dataclass(frozen=True)
class Idea:
    """One idea as it is sent: words, and where it is, in words too."""

    text: str
    place: str = ""


def turns_of(tablee: Tablee) -> Turns:
    """Its turns."""
    return Turns(tablee.starts_at, tablee.turn, tablee.seats)


def open_table(topic: Opportunite, hand: Hand, told: dict[str, Any]) -> Tablee:
    """Lay a table for a topic in a phase; ValidationError (French) outside of one. Followers hear of it."""
    if not (phase := phase_open(topic)):
        raise ValidationError(_("Une tablée s’ouvre pendant une phase."), code="closed")
    with transaction.atomic():
        tablee = Tablee.objects.create(opportunite=topic, phase=phase, by=hand.person, role=hand.role, **told)
        when = date_format(localtime(tablee.starts_at), "j F Y, H:i")
        said = _("Une tablée commence le %(when)s, %(n)d places : « %(question)s »")
        said %= {"when": when, "n": tablee.seats, "question": tablee.question}
        record(topic, What.OPENED, role=hand.role, person=hand.person, public_text=said)
    return tablee


def call_off(tablee: Tablee, hand: Hand, reason: str) -> None:
    """Call a table off before it begins, with the reason that everybody reads; ValidationError (French) afterwards."""
    with transaction.atomic():
        held = Tablee.objects.select_for_update().get(pk=tablee.pk)
        if held.called_off or timezone.now() >= held.starts_at:
            raise ValidationError(_("Elle a commencé, ou elle est déjà annulée."), code="late")
        held.called_off = tablee.called_off = reason
        held.save(update_fields=["called_off"])
        said = _("La tablée « %(question)s » est annulée : %(reason)s") % {"question": held.question, "reason": reason}
        record(tablee.opportunite, What.COMMENT, role=hand.role, person=hand.person, public_text=said)


def may_sit(tablee: Tablee, at: datetime | None = None) -> bool:
    """Whether one may still sit down: until the first turn is over, while the topic is worked on."""
    asleep = tablee.opportunite.status == Status.SET_ASIDE
    return not asleep and not tablee.called_off and (at or timezone.now()) < turns_of(tablee).ends(0)


def sit(
    tablee: Tablee, *, person: User | None = None, name: str = "", sending: UUID | None = None
) -> tuple[Siege, str]:
    """Take a free seat, drawn at random, and the secret of its link; ValidationError (French) when there is none.

    `person` only for who signs: of anybody else nothing is kept but the name that they choose to say. The same
    `sending` sent twice is one seat: whoever taps twice without an account has no other way to be known.
    """
    secret = Signer(salt=f"place:{tablee.pk}").signature(str(sending)) if sending else secrets.token_urlsafe(32)
    with transaction.atomic():
        held = Tablee.objects.select_for_update().get(pk=tablee.pk)
        if sending and (known := held.sieges.filter(digest=digest(secret)).first()):
            return known, secret
        if held.called_off:
            raise ValidationError(_("Cette tablée est annulée."), code="off")
        if held.opportunite.status == Status.SET_ASIDE:
            raise ValidationError(_("Ce sujet est mis de côté : on y travaillera plus tard."), code="asleep")
        if not may_sit(held):
            raise ValidationError(_("Le premier tour est fini : on ne s’assied plus."), code="late")
        if person is not None and held.sieges.filter(person=person).exists():
            raise ValidationError(_("Vous avez déjà une place à cette table."), code="seated")
        free = sorted(set(range(held.seats)) - set(held.sieges.values_list("rank", flat=True)))
        if not free:
            raise ValidationError(_("Toutes les places sont prises."), code="full")
        told = {"rank": secrets.choice(free), "person": person, "name": "" if person else name}
        return held.sieges.create(digest=digest(secret), **told), secret


def write(siege: Siege, turn: int, ideas: Sequence[Idea], verdict: Verdict) -> list[Apport]:
    """Lay ideas on the sheet before a seat, in the place of those of the same turn; Late when that turn does not run.

    Words that may tell who somebody is wait for a look, as everywhere: the others at the table do not see them.
    """
    tablee = siege.tablee
    if tablee.called_off or turns_of(tablee).at(timezone.now()) != turn:
        raise Late
    near = tablee.opportunite.geom.point_on_surface
    spots = [geocode(idea.place, near=near, limit=1) if idea.place else [] for idea in ideas]
    with transaction.atomic():
        Siege.objects.select_for_update().get(pk=siege.pk)
        if turns_of(tablee).at(timezone.now()) != turn:
            raise Late
        Commentaire.objects.filter(apport__siege=siege, apport__turn=turn).delete()
        sheet = sheet_before(siege.rank, turn, tablee.seats)
        return [
            _lay(siege, idea, verdict, turn=turn, sheet=sheet, rank=rank, spot=hits[0].point if hits else None)
            for rank, (idea, hits) in enumerate(zip(ideas, spots, strict=True))
            if idea.text
        ]


def _lay(siege: Siege, idea: Idea, verdict: Verdict, **where: Any) -> Apport:
    topic = siege.tablee.opportunite
    said = Commentaire.objects.create(
        fiche=topic, kind=CommentKind.SOLUTION, text=idea.text, visibility=Visibility.DRAFT
    )
    sorts = {found.sort for found in find_personal(f"{idea.text}\n{idea.place}")}
    holds = [Hold(Rule.PERSONAL, listed(sort for sort in SORTS if sort in sorts))] if sorts else []
    verdict.settle(topic, *holds, commentaire=said)
    return Apport.objects.create(tablee=siege.tablee, siege=siege, commentaire=said, place=idea.place, **where)


def settle(tablee: Tablee) -> bool:
    """Open the sheets to everybody once the table is over, with the names of those who sign; whoever reads first does.

    False while it is not, and when it was done before.
    """
    if tablee.called_off or tablee.published_at is not None or timezone.now() < tablee.ends_at:
        return False
    with transaction.atomic():
        held = Tablee.objects.select_for_update().get(pk=tablee.pk)
        if held.published_at is not None:
            tablee.published_at = held.published_at
            return False
        words = Commentaire.objects.filter(apport__tablee=held)
        for siege in held.sieges.exclude(person=None):
            words.filter(apport__siege=siege).update(author=siege.person_id)
        words.update(created_at=held.ends_at)
        opened = words.filter(visibility=Visibility.DRAFT).update(visibility=Visibility.PUBLIC)
        tablee.published_at = held.published_at = timezone.now()
        held.save(update_fields=["published_at"])
        if opened:
            told = {"n": opened, "question": held.question}
            said = ngettext(
                "La tablée « %(question)s » est finie : %(n)d idée à lire.",
                "La tablée « %(question)s » est finie : %(n)d idées à lire.",
                opened,
            )
            record(held.opportunite, What.COMMENT, role="system", public_text=said % told)
    return True
