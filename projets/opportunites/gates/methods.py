"""The method is drafted, changed by what residents propose, put to their consent, adopted: each a public line."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from carto.fiches.actions import record
from carto.fiches.models import Commentaire, What
from carto.text import tidy
from projets.opportunites.choosing.actions import SYSTEM
from projets.opportunites.choosing.actions import settle as settle_consultation
from projets.opportunites.choosing.forms import free_slug
from projets.opportunites.choosing.masses import mass_of
from projets.opportunites.choosing.proposing import store
from projets.opportunites.choosing.scrutins import first_of
from projets.opportunites.gates.reading import Side, chosen, met
from projets.opportunites.models import (
    Consultation,
    Methode,
    Moment,
    Objection,
    Opportunite,
    Option,
    Retouche,
    Reunion,
)
from projets.opportunites.referents.rights import Hand
from projets.votes.polls.poll import Method, Proof

ADOPT: Final = "A"  # the option that adopts it, on the ballot


def latest(topic: Opportunite) -> Methode | None:
    """The version that is read today."""
    rows = Methode.objects.filter(opportunite=topic)
    return rows.select_related("opportunite", "consultation", "reunion").last()


def write(topic: Opportunite, hand: Hand, told: dict[str, dict[str, str]], seen: int) -> Methode:
    """Keep another version, unless it says the same. `seen` is the number of the one that was read, 0 for none.

    ValidationError (French): somebody else has written in the meantime (« said »), or there is nothing in it.
    """
    if not any(value.strip() for lines in told.values() for value in lines.values()):
        raise ValidationError(_("Écrivez au moins une ligne."), code="text")
    with transaction.atomic():
        Opportunite.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        last = latest(topic)
        if (last.number if last else 0) != seen:
            raise ValidationError(
                _("Quelqu’un a écrit la méthode entre-temps : relisez-la, puis recommencez."), code="said"
            )
        if last is not None and last.told == told:
            return last
        number = last.number + 1 if last else 1
        kept = Methode.objects.create(opportunite=topic, number=number, told=told, by=hand.person, role=hand.role)
        said = _("La méthode de travail, version %(n)d : chacun peut proposer d’en changer.") % {"n": number}
        record(topic, What.COMPLETED, role=hand.role, person=hand.person, public_text=said)
    return kept


def change(methode: Methode, words: Commentaire, phase: str) -> Retouche:
    """Somebody proposes another way, in their words; once for the same ones."""
    return Retouche.objects.get_or_create(commentaire=words, defaults={"methode": methode, "phase": phase})[0]


def answer(retouche: Retouche, hand: Hand, *, taken: bool, reason: str) -> Retouche:
    """Say whether it is taken up, and why; once. ValidationError (French) without a reason."""
    if not (reason := tidy(reason)):
        raise ValidationError(_("Dites pourquoi : tout le monde le lira."), code="text")
    with transaction.atomic():
        rows = Retouche.objects.select_for_update(of=("self",)).select_related("methode__opportunite")
        held = rows.get(pk=retouche.pk)
        if held.answered_at is not None:
            raise ValidationError(_("Cette proposition a déjà sa réponse."), code="said")
        held.taken, held.reason, held.answered_at = taken, reason, timezone.now()
        held.by, held.role = hand.person, hand.role
        held.save(update_fields=["taken", "reason", "answered_at", "by", "role"])
        said = _("Un changement de la méthode est repris : %(why)s") if taken else _(
            "Un changement de la méthode n’est pas repris : %(why)s"
        )  # fmt: skip
        topic = held.methode.opportunite
        record(topic, What.ANSWER, role=hand.role, person=hand.person, public_text=said % {"why": reason})
    return held


def put_to_consent(methode: Methode, hand: Hand) -> Consultation:
    """A draft of the consultation that adopts this version: whoever prepares it says its dates, mass and proofs."""
    topic = methode.opportunite
    at = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=7)
    title = _("Travaille-t-on ainsi ? La méthode, version %(n)d") % {"n": methode.number}
    with transaction.atomic():
        held = _held(methode)
        if held.adopted_at is not None:
            raise ValidationError(_("Cette version est déjà adoptée."), code="said")
        if held.consultation is not None and held.consultation.moment != Moment.CANCELLED:
            raise ValidationError(_("La consultation sur cette version est déjà préparée."), code="there")
        poll = Consultation.objects.create(
            slug=free_slug(f"methode {topic.number}"), title=title, opportunite=topic, method=Method.CONSENT.value,
            text=_("À lire sur la page de la méthode. Une objection dit pourquoi : elle empêche de l’adopter."),
            opens_at=at, closes_at=at + timedelta(days=21), counts_at=at + timedelta(days=23),
            proofs=[Proof.ACCOUNT.value, Proof.COUNTER.value], quorum=1, created_by=hand.person,
            demonstration=topic.demonstration,
        )  # fmt: skip
        poll.areas.set([each for each in (topic.quartier_id or topic.commune_id,) if each])
        store(poll, Option(code=ADOPT, name=_("Adopter cette méthode"), meaning=_("On travaille ainsi, dès demain.")))
        store(poll, Option(name=_("La reprendre encore"), meaning=_("On en reparle avant de commencer.")))
        held.consultation, held.reunion = poll, None
        held.save(update_fields=["consultation", "reunion"])
    return poll


def put_to_meeting(methode: Methode, reunion: Reunion) -> Methode:
    """A meeting stands for everybody's yes to this version, once it is told."""
    with transaction.atomic():
        held = _held(methode)
        if held.adopted_at is not None:
            raise ValidationError(_("Cette version est déjà adoptée."), code="said")
        if held.consultation is not None and held.consultation.moment not in (Moment.DRAFT, Moment.CANCELLED):
            raise ValidationError(_("Une consultation est déjà ouverte sur cette version."), code="there")
        held.consultation, held.reunion = None, reunion
        held.save(update_fields=["consultation", "reunion"])
    return settle(held)


def adopted_by(methode: Methode) -> Side:
    """Worked out: the consultation counted, its mass reached, no objection to adopting; or the meeting told."""
    if methode.adopted_at is not None:
        return Side(methode.adopted_at)
    if methode.reunion is not None:
        return met(methode.reunion)
    poll = methode.consultation
    if poll is None:
        return Side(None, _("Elle n’est pas encore proposée au consentement des habitants."))
    said = chosen(poll)
    if poll.moment != Moment.DONE or not mass_of(poll).reached:
        return said
    if Objection.objects.filter(option__consultation=poll, option__code=ADOPT).exists():
        return Side(None, _("Une objection a été dite : la méthode est à reprendre."))
    if said.at is not None and first_of(poll).code != ADOPT:
        return Side(None, _("On a préféré la reprendre encore."))
    return said


def settle(methode: Methode) -> Methode:
    """Write down that it is adopted, once it is: every page calls it, it happens once."""
    if methode.adopted_at is not None:
        return methode
    if methode.consultation is not None:
        settle_consultation(methode.consultation)
    if adopted_by(methode).at is None:
        return methode
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        held = _held(methode)
        if held.adopted_at is None:
            held.adopted_at = adopted_by(held).at
            held.save(update_fields=["adopted_at"])
            said = _("La méthode de travail est adoptée, version %(n)d.") % {"n": held.number}
            record(held.opportunite, What.COMPLETED, role=SYSTEM, public_text=said)
    return held


def settle_due() -> int:
    """All those that are put to people and not adopted yet; returns how many were looked at."""
    waiting = Methode.objects.filter(adopted_at=None).exclude(consultation=None, reunion=None)
    found = list(waiting.select_related("opportunite", "consultation", "reunion"))
    for methode in found:
        settle(methode)
    return len(found)


def lines_told(methode: Methode, labels: dict[Any, Any], names: dict[str, Any]) -> list[tuple[Any, list[Any]]]:
    """Phase by phase, what it says: (phase in words, [(line in words, text)]), empty lines left out."""
    told = []
    for phase, label in labels.items():
        said = methode.told.get(str(phase), {})
        told.append((label, [(name, said.get(key, "")) for key, name in names.items() if said.get(key, "").strip()]))
    return told


def _held(methode: Methode) -> Methode:
    rows = Methode.objects.select_for_update(of=("self",))
    return rows.select_related("opportunite", "consultation", "reunion").get(pk=methode.pk)
