"""A consultation opens, is cancelled, closes and is counted; each with its role, its time, its reason, in the open."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import What
from carto.text import tidy
from projets.opportunites.choosing.masses import people_of
from projets.opportunites.choosing.roll import destroy, draw_key
from projets.opportunites.choosing.scrutins import blur, first_of
from projets.opportunites.choosing.session import make_topics, owed, parted, put_to_sleep
from projets.opportunites.models import Consultation, Liasse, Moment, Objection, Opportunite, Voix
from projets.votes.secrecy import written_anew

SYSTEM = "system"


def missing(consultation: Consultation) -> list[str]:
    """What is owed before everybody sees it, by its name."""
    told = []
    if consultation.options.count() < 2:
        told.append(_("deux possibilités au moins"))
    if not consultation.areas.exists():
        told.append(_("qui choisit"))
    if not consultation.proofs:
        told.append(_("une preuve"))
    told += [str(consultation._meta.get_field(name).verbose_name) for name in ("organiser", "decides")
             if not getattr(consultation, name).strip()]  # fmt: skip
    if consultation.early_at and not consultation.early_areas.exists():
        told.append(_("les secteurs vers qui on va d’abord"))
    return told + _unknown(consultation) + owed(consultation)


def _unknown(consultation: Consultation) -> list[str]:
    """A mass is asked for only where it is known how many people live."""
    if not consultation.quorum:
        return []
    told = people_of(consultation.areas.defer("geom"), [], consultation.youngest, ages=False)
    return [_("la population de %(name)s, ou aucune masse") % area for area in told["areas"] if not area["people"]]


def announce(consultation: Consultation, *, person: User | None, role: str) -> None:
    """Show it to everybody: from now on nothing of it changes. ValidationError (French) while something is owed."""
    if absent := missing(consultation):
        raise ValidationError(_("Il manque encore : %(what)s.") % {"what": ", ".join(absent)}, code="owed")
    if timezone.now() >= consultation.closes_at:
        raise ValidationError(_("La date de fin est passée : changez-la d’abord."), code="over")
    with transaction.atomic():
        if Consultation.objects.select_for_update().get(pk=consultation.pk).opened_at is not None:
            return
        _write_down(consultation, role)
        told = {
            "title": consultation.title,
            "end": date_format(timezone.localtime(consultation.closes_at), "j F Y, H:i"),
        }
        _tell(consultation, _("« %(title)s » : on choisit jusqu’au %(end)s.") % told, role=role, person=person)


def _write_down(consultation: Consultation, role: str) -> None:
    """Who is asked, the secret, and the moment from which the database refuses any change."""
    draw_key(consultation)
    areas = consultation.areas.defer("geom").order_by("name")
    early = consultation.early_areas.defer("geom")
    consultation.people = people_of(areas, early, consultation.youngest, ages=consultation.ages)
    consultation.opened_at, consultation.opened_role = timezone.now(), role
    consultation.save()


def cancel(consultation: Consultation, why: str, *, person: User | None, role: str) -> None:
    """Stop it for a reason that everybody reads; what was said is erased, uncounted. ValidationError (French) without a
    reason, or once it is over.
    """
    why = tidy(why)
    if not why:
        raise ValidationError(_("Dites pourquoi : tout le monde le lira."), code="why")
    with transaction.atomic():
        held = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if held.moment not in (Moment.COMING, Moment.EARLY, Moment.OPEN):
            raise ValidationError(_("On n’annule plus : c’est fini, ou ce n’est pas ouvert."), code="closed")
        destroy(held)
        Voix.objects.filter(consultation=held).delete()
        Objection.objects.filter(option__consultation=held).delete()
        Liasse.objects.filter(consultation=held).delete()
        held.cancelled_at, held.cancelled_role, held.cancelled_why = timezone.now(), role, why
        held.sealed_at, held.arrivals = held.cancelled_at, {}
        held.save(update_fields=["cancelled_at", "cancelled_role", "cancelled_why", "sealed_at", "arrivals"])
        told = {"title": held.title, "why": why}
        _tell(held, _("« %(title)s » est annulée : %(why)s") % told, role=role, person=person)
    consultation.refresh_from_db()


def settle(consultation: Consultation) -> None:
    """Do what its clock says is due: destroy the secret, count, put to sleep what a session did not keep. Every page
    calls it, it happens once; nobody needs to be at work for it to be closed, since nothing but the clock decides that.
    """
    if consultation.moment not in (Moment.COUNTING, Moment.DONE) or consultation.counted_at:
        return
    if consultation.moment == Moment.COUNTING and consultation.sealed_at:
        return
    with transaction.atomic():
        held = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if held.sealed_at is None:
            destroy(held)
            held.sealed_at = timezone.now()
        counts = held.counted_at is None and held.moment == Moment.DONE
        if counts:
            held.result, held.counted_at = blur(held), timezone.now()
            written_anew(Voix.objects.filter(consultation=held))
            held.result |= parted(held)
        held.save(update_fields=["sealed_at", "counted_at", "result"])
        if counts:
            make_topics(held)
            _tell(held, _outcome(held), role=SYSTEM, person=None)
            put_to_sleep(held)
    consultation.refresh_from_db()


def settle_due() -> int:
    """What is due of every consultation; returns how many were looked at. For the worker, so that no secret outlives a
    consultation that nobody reads.
    """
    due = list(Consultation.objects.due())
    for consultation in due:
        settle(consultation)
    return len(due)


def _outcome(held: Consultation) -> str:
    told = {"title": held.title, "name": first_of(held), "n": held.result["voices"]}
    if not told["n"]:
        return _("« %(title)s » est finie : personne ne s’est exprimé.") % told
    return _("« %(title)s » est finie : « %(name)s » vient en premier, sur %(n)d voix.") % told


def _tell(consultation: Consultation, words: str, *, role: str, person: User | None) -> None:
    """In the history of its topic, and of each topic on the ballot."""
    about = {consultation.opportunite_id} | set(consultation.options.values_list("opportunite", flat=True))
    for topic in Opportunite.objects.filter(pk__in=about - {None}):
        record(topic, What.CONSULTED, role=role, person=person, public_text=words)
