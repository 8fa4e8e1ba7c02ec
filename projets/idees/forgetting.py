"""What somebody who is erased said beside their ideas: reasons, needs, drafts, messages, words on what they chose."""

from django.db.models import Q
from django.db.models.functions import Lower

from carto.comptes.addresses import own_addresses
from carto.comptes.models import User
from projets.idees.models import (
    Amendement,
    Atterrissage,
    Brouillon,
    BrouillonVersion,
    Depeche,
    DepecheReply,
    RestitutionFiche,
)


def forget(person: User) -> None:
    """The words; that an idea was amended, landed or came by a message stays."""
    Amendement.objects.filter(target__author=person).exclude(reason="").update(reason="")
    Atterrissage.objects.filter(idee__author=person).update(need="", first_step="")
    RestitutionFiche.objects.filter(restitution__author=person).update(text="")
    drafts = Brouillon.objects.filter(published__author=person)
    BrouillonVersion.objects.filter(Q(brouillon__in=drafts) | Q(author=person)).update(title="", text="", hand="")
    drafts.update(title="", text="")
    came = Depeche.objects.alias(low=Lower("sender"))
    sent = came.filter(Q(idee__author=person) | Q(low__in=own_addresses(person))).order_by()
    DepecheReply.objects.filter(depeche__in=sent).update(text="", error="")
    sent.update(text="", sender="", external_id="", source="")
