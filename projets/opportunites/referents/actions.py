"""Carrying a candidate or a topic, setting it aside, waking it: each a public line with a role, a time and a reason."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.growing.actions import grow
from carto.fiches.models import Fiche, Kind, SoutienKind, What
from carto.fiches.voices.actions import Voice, heard, speak
from carto.territoires.querysets import inhabitants
from projets.actions import change_status
from projets.opportunites.models import SIGNALS, Candidat, Interpellation, Opportunite, PutBy, Sommeil
from projets.opportunites.models.sommeil import Woken
from projets.opportunites.referents.rights import Hand
from projets.opportunites.referents.waking import threshold
from projets.opportunites.workflow import WORKFLOW, Status

MOST_ROOTS = 50  # ideas that a topic says it grew from


class Taken(ValidationError):
    """Somebody was faster: `topic` is what the candidate has become."""

    def __init__(self, topic: Opportunite) -> None:
        super().__init__(_("Cette candidate est déjà devenue un sujet."), code="taken")
        self.topic = topic


def carry_candidate(candidat: Candidat, hand: Hand, *, title: str, question: str, reason: str) -> Opportunite:
    """Make a topic of a candidate and answer for it; one candidate is carried once: Taken for whoever comes second."""
    with transaction.atomic():
        topic = _born(candidat, hand, title, question)
        carry(topic, hand, reason)
    return topic


def take_up(candidat: Candidat, hand: Hand, *, demonstration: bool = False) -> Opportunite:
    """Make of a candidate a topic that waits for somebody to carry it; what it has become already, if somebody has."""
    try:
        with transaction.atomic():
            topic = _born(candidat, hand, str(candidat), _("Que faire ici, ensemble ?"))
            if demonstration:
                topic.demonstration = True
                topic.save(update_fields=["demonstration"])
            return topic
    except Taken as taken:
        return taken.topic


def set_candidate_aside(candidat: Candidat, hand: Hand, *, reason: str, until: date) -> Opportunite:
    """Set a candidate aside: it becomes a topic that sleeps, so that everybody reads why and may want it back."""
    with transaction.atomic():
        topic = _born(candidat, hand, str(candidat), _("Que faire ici, ensemble ?"))
        set_aside(topic, hand, reason=reason, until=until)
    return topic


def _born(candidat: Candidat, hand: Hand, title: str, question: str) -> Opportunite:
    """The topic of a candidate, with what was counted that day and the ideas that it grew from."""
    held = (
        Candidat.objects.select_for_update(of=("self",)).select_related("theme", "rue", "formule").get(pk=candidat.pk)
    )
    if held.opportunite_id is not None:
        raise Taken(held.opportunite)
    topic = Opportunite(
        kind=Kind.OPPORTUNITE, theme=held.theme, title=title[:140], question=question, scale=held.scale,
        geom=held.rue.geom if held.rue else held.spot, put_by=PutBy.COMPUTED, waiting_since=timezone.now(),
        counted=counted(held),
    )  # fmt: skip
    topic.save(force_insert=True)
    topic.refresh_from_db()
    told = {"score": round(held.score), "version": held.formule.version}
    said = _("La carte la proposait : %(score)d points sur 100, formule %(version)d.") % told
    record(topic, What.PUBLISHED, role="system", public_text=said)
    Candidat.objects.filter(pk=held.pk).update(opportunite=topic)
    if roots := _roots(held):
        grow(topic, roots, by=hand.person, role=hand.role)
    return topic


def counted(candidat: Candidat) -> dict[str, Any]:
    """What a candidate tells on a day: its signals (null: no data), its score, the version that weighed them."""
    told = {name: getattr(candidat, name) for name in SIGNALS}
    return told | {"score": candidat.score, "formula": candidat.formule.version, "at": candidat.computed_at.isoformat()}


def _roots(candidat: Candidat) -> list[Fiche]:
    """The public ideas of the same theme, in the same street or quartier."""
    ideas = Fiche.objects.public().filter(kind="idee", theme=candidat.theme_id)
    if candidat.rue_id:
        ideas = ideas.filter(rue=candidat.rue_id)
    elif candidat.scale == "quartier":
        ideas = ideas.filter(quartier=candidat.territoire_id)
    else:
        return []
    return list(ideas.order_by("-created_at")[:MOST_ROOTS])


def carry(topic: Opportunite, hand: Hand, reason: str) -> None:
    """Answer for a topic that waits or sleeps; ValidationError (French) when it does neither."""
    with transaction.atomic():
        change_status(topic, Status.CARRIED, WORKFLOW, role=hand.role, person=hand.person, public_text=reason)
        topic.referent, topic.carrier, topic.carrier_service = hand.named[:160], hand.person, hand.service
        topic.waiting_since = None
        topic.save(update_fields=["referent", "carrier", "carrier_service", "waiting_since"])
        _end(topic, Woken.CARRIED)


def set_aside(topic: Opportunite, hand: Hand, *, reason: str, until: date) -> Sommeil:
    """Set a topic aside until a day, with the reason that everybody reads and the number that reverses it."""
    limit = threshold(topic.scale, inhabitants_of(topic))
    with transaction.atomic():
        _held(topic)
        refuse_while_questioned(topic)
        told = {"day": date_format(until, "j F Y"), "needed": limit.needed}
        said = _("Réveil prévu le %(day)s ; avant, si %(needed)d personnes le redemandent.") % told
        change_status(
            topic, Status.SET_ASIDE, WORKFLOW, role=hand.role, person=hand.person,
            public_text=f"{reason}\n{said}" if reason.strip() else "",
        )  # fmt: skip
        topic.soutiens.filter(kind=SoutienKind.STILL).delete()  # those of a question to its decision are not for this
        # The gate that waits is left with its phase: what people say of it later moves nothing.
        topic.passages.filter(passed_at=None, left_at=None).update(left_at=timezone.now())
        topic.waiting_since = None
        topic.save(update_fields=["waiting_since"])
        return Sommeil.objects.create(
            opportunite=topic, reason=reason, until=until, role=hand.role, by=hand.person,
            needed=limit.needed, inhabitants=limit.inhabitants,
        )  # fmt: skip


def refuse_while_questioned(topic: Opportunite) -> None:
    """ValidationError (French) while enough people question its decision: nobody steps over what they are owed."""
    waiting = Interpellation.objects.filter(decision__opportunite=topic, answered_at=None, reached_at__isnull=False)
    if waiting.exists():
        raise ValidationError(_("La décision est questionnée : répondez d’abord."), code="challenged")


def inhabitants_of(topic: Opportunite) -> int | None:
    """How many people live where the topic lies; None where nobody has counted them."""
    known = inhabitants(timezone.localdate())
    place = topic.commune_id if topic.scale == "metropole" else topic.quartier_id
    return round(known[place][0]) if place in known else None


def wake(topic: Opportunite, hand: Hand, reason: str) -> None:
    """Have a topic wait again for somebody to carry it: whoever answers for the place says why."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Dites pourquoi, en quelques mots que tout le monde pourra lire."), code="text")
    with transaction.atomic():
        _wake(topic, Woken.PERSON, role=hand.role, person=hand.person, said=reason)


def want_back(topic: Opportunite, voice: Voice) -> bool:
    """Count one person who wants a sleeping topic back, once; the last one that it takes wakes it.

    False when that person had been counted; Sommeil.DoesNotExist when the topic does not sleep.
    """
    with transaction.atomic():
        sleep = _held(topic).sommeils.get(ended_at=None)
        if not speak(topic, SoutienKind.STILL, voice):
            return False
        people = heard(topic).still
        if people >= sleep.needed:
            said = _("%(n)d personnes ont redemandé ce sujet : il attend de nouveau quelqu’un qui le porte.")
            _wake(topic, Woken.RESIDENTS, role="resident", said=said % {"n": people})
    return True


def settle(topic: Opportunite) -> bool:
    """Wake a topic whose day has come: whoever reads it first, or the worker, does; it happens once."""
    if topic.status != Status.SET_ASIDE:
        return False
    with transaction.atomic():
        if not _held(topic).sommeils.filter(ended_at=None, until__lte=timezone.localdate()).exists():
            return False
        _wake(topic, Woken.DATE, role="system", said=_("Le jour prévu est venu : le sujet attend de nouveau."))
    return True


def settle_due() -> int:
    """All those whose day has come; returns how many."""
    due = Sommeil.objects.filter(ended_at=None, until__lte=timezone.localdate()).select_related("opportunite")
    return sum(settle(sleep.opportunite) for sleep in due)


def _held(topic: Opportunite) -> Opportunite:
    """The stored topic, which nobody else moves until the transaction ends."""
    return Opportunite.objects.select_for_update(of=("self",)).get(pk=topic.pk)


def _wake(topic: Opportunite, how: str, *, role: str, said: str, person: Any = None) -> None:
    change_status(topic, Status.SPOTTED, WORKFLOW, role=role, person=person, public_text=said)
    topic.waiting_since = timezone.now()
    topic.referent, topic.carrier, topic.carrier_service = "", None, None
    topic.save(update_fields=["waiting_since", "referent", "carrier", "carrier_service"])
    _end(topic, how)


def _end(topic: Opportunite, how: str) -> None:
    """The sleep is over; the gestures that were counted for it are spent."""
    if topic.sommeils.filter(ended_at=None).update(ended_at=timezone.now(), ended_by=how):
        topic.soutiens.filter(kind=SoutienKind.STILL).delete()
