"""A meeting is announced, told afterwards, or called off: each a public line. Nothing is kept of who came."""

from datetime import datetime

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.actions import record
from carto.fiches.models import Fiche, What
from carto.text import tidy
from projets.opportunites.gates.actions import settle
from projets.opportunites.models import Opportunite, Passage, Reunion
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import PHASES


def announce(
    topic: Opportunite, hand: Hand, *, kind: str, at: datetime, place: str, text: str, spot: Point | None = None,
    **ways: str,
) -> Reunion:  # fmt: skip
    """Say that people will meet: when, where, what for. ValidationError (French) without a place, in the past, or
    when it is announced already: whoever taps twice announces once.

    `ways` are `access` and `distant`: how one gets there, how one takes part from afar.
    """
    if at <= timezone.now():
        raise ValidationError(_("Une réunion s’annonce pour plus tard ; si elle a eu lieu, racontez-la."), code="past")
    with transaction.atomic():
        Fiche.objects.lock_uuid(topic.uuid)
        if topic.reunions.filter(at=at, place=tidy(place), recorded_at=None).exists():
            raise ValidationError(_("Cette réunion est déjà annoncée."), code="announced")
        meeting = _kept(topic, hand, kind, at, place, text, spot, **ways)
        said = _("Réunion %(kind)s le %(day)s : %(place)s.") % _named(meeting)
        _tell(meeting, hand, "\n".join(filter(None, (said, text, *ways.values()))))
    return meeting


def tell(
    meeting: Reunion, hand: Hand, *, at: datetime, place: str, came: int, outcome: str, spot: Point | None = None
) -> Reunion:
    """Write down what came out of a meeting, with its day and its place as they were in the end; once.

    ValidationError (French) without either, without words, before it was held, or when it is told already.
    """
    place, outcome = tidy(place), tidy(outcome)
    if not place or at is None:
        raise ValidationError(_("Dites où et quand la réunion a eu lieu."), code="where")
    if not outcome:
        raise ValidationError(_("Dites ce qui en est sorti."), code="text")
    if at > timezone.now():
        raise ValidationError(_("Cette réunion n’a pas encore eu lieu."), code="early")
    with transaction.atomic():
        held = Reunion.objects.select_for_update(of=("self",)).select_related("opportunite").get(pk=meeting.pk)
        if held.recorded_at is not None:
            raise ValidationError(_("Cette réunion a déjà son compte rendu."), code="told")
        held.at, held.place, held.came, held.outcome = at, place, came, outcome
        held.spot, held.recorded_at = spot or held.spot, timezone.now()
        held.save(update_fields=["at", "place", "spot", "came", "outcome", "recorded_at"])
        people = ngettext("%(n)d personne est venue.", "%(n)d personnes sont venues.", came) % {"n": came}
        said = _("Réunion %(kind)s tenue le %(day)s : %(place)s.") % _named(held)
        _tell(held, hand, f"{said} {people}\n{outcome}")
    for gate in Passage.objects.filter(reunion=held, passed_at=None, left_at=None).select_related("opportunite"):
        settle(gate)
    return held


def tell_unannounced(
    topic: Opportunite, hand: Hand, *, kind: str, at: datetime, place: str, text: str, came: int, outcome: str,
    spot: Point | None = None, **ways: str,
) -> Reunion:  # fmt: skip
    """The same for a meeting that was never announced."""
    with transaction.atomic():
        meeting = _kept(topic, hand, kind, at, place, text, spot, **ways)
        return tell(meeting, hand, at=at, place=place, came=came, outcome=outcome, spot=spot)


def call_off(meeting: Reunion, hand: Hand, why: str) -> None:
    """It will not be held, for a reason that everybody reads. ValidationError (French) once it was told."""
    if not (why := tidy(why)):
        raise ValidationError(_("Dites pourquoi : tout le monde le lira."), code="text")
    with transaction.atomic():
        held = Reunion.objects.select_for_update(of=("self",)).select_related("opportunite").get(pk=meeting.pk)
        if held.recorded_at is not None:
            raise ValidationError(_("Cette réunion a déjà son compte rendu."), code="told")
        said = _("La réunion du %(day)s (%(place)s) n’aura pas lieu : %(why)s") % (_named(held) | {"why": why})
        _tell(held, hand, said)
        held.delete()


def _kept(
    topic: Opportunite, hand: Hand, kind: str, at: datetime, place: str, text: str, spot: Point | None, **ways: str
) -> Reunion:
    if not tidy(place):
        raise ValidationError(_("Dites où l’on se retrouve."), code="where")
    phase = topic.status if topic.status in PHASES else ""
    return Reunion.objects.create(
        opportunite=topic, phase=phase, kind=kind, at=at, place=tidy(place), spot=spot, text=text, by=hand.person,
        role=hand.role, **ways,
    )  # fmt: skip


def _named(meeting: Reunion) -> dict[str, str]:
    day = date_format(timezone.localtime(meeting.at), "j F Y, H:i")
    return {"kind": meeting.get_kind_display(), "day": day, "place": meeting.place}


def _tell(meeting: Reunion, hand: Hand, words: str) -> None:
    record(meeting.opportunite, What.MEETING, role=hand.role, person=hand.person, public_text=words)
