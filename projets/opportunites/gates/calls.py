"""A call for what people know is launched; somebody offers; they are thanked, and forgotten once the call is over."""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import Commentaire, Visibility, What
from carto.text import tidy
from projets.opportunites.models import Appel, Offre, OffreContact, Opportunite
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import PHASES

READ: Final = (Visibility.PUBLIC, Visibility.WAITING)  # offers that are read, or about to be


def launch(topic: Opportunite, hand: Hand, *, kind: str, text: str, until: date) -> Appel:
    """Ask everybody for a knowledge, until a day."""
    with transaction.atomic():
        phase = topic.status if topic.status in PHASES else ""
        call = Appel.objects.create(
            opportunite=topic, phase=phase, kind=kind, text=text, until=until, by=hand.person, role=hand.role
        )
        told = {"kind": call.get_kind_display(), "day": date_format(until, "j F Y"), "text": text}
        said = _("On cherche %(kind)s, jusqu’au %(day)s.\n%(text)s") % told
        record(topic, What.OPENED, role=hand.role, person=hand.person, public_text=said)
    return call


def offer(call: Appel, words: Commentaire, email: str) -> Offre:
    """Keep what somebody offers, once for the same words; how to reach them apart, for whoever carries the topic."""
    with transaction.atomic():
        kept, created = Offre.objects.get_or_create(commentaire=words, defaults={"appel": call})
        if created and email:
            OffreContact.objects.create(offre=kept, email=email)
    return kept


def reach(offre: Offre, hand: Hand) -> OffreContact | None:
    """How to reach who offered; each look is a line of the history that the services read. None: they left nothing."""
    contact = OffreContact.objects.filter(offre=offre).first()
    if contact is not None:
        day = date_format(timezone.localtime(offre.appel.at), "j F Y")
        said = _("Réponse à une offre, appel du %(day)s.") % {"day": day}
        topic = offre.appel.opportunite
        record(topic, What.REACHED, role=hand.role, person=hand.person, private_text=said)
    return contact


def answer(offre: Offre, hand: Hand, *, accepted: bool, thanks: str) -> Offre:
    """Thank whoever offered, and say whether it is taken up; once. ValidationError (French) without words."""
    if not (thanks := tidy(thanks)):
        raise ValidationError(_("Remerciez en quelques mots : tout le monde le lira."), code="text")
    with transaction.atomic():
        rows = Offre.objects.select_for_update(of=("self",)).select_related("appel__opportunite")
        held = rows.get(pk=offre.pk)
        if held.answered_at is not None:
            raise ValidationError(_("Cette offre a déjà sa réponse."), code="said")
        held.accepted, held.thanks, held.answered_at = accepted, thanks, timezone.now()
        held.by, held.role = hand.person, hand.role
        held.save(update_fields=["accepted", "thanks", "answered_at", "by", "role"])
        said = _("Une offre est prise : %(words)s") if accepted else _("Une offre n’est pas prise : %(words)s")
        topic = held.appel.opportunite
        record(topic, What.ANSWER, role=hand.role, person=hand.person, public_text=said % {"words": thanks})
    return held


def forget_contacts() -> int:
    """Delete the means to reach those who offered to calls that have been over for long enough, or whose offer nobody
    reads any more; returns how many.
    """
    over = timezone.localdate() - timedelta(days=settings.CARTO_CONTACT_DAYS)
    gone = Q(created_at__date__lt=over) & ~Q(offre__commentaire__visibility__in=READ)
    count, _kinds = OffreContact.objects.filter(Q(offre__appel__until__lt=over) | gone).delete()
    return count
