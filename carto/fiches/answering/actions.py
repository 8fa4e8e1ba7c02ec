"""Answering in the name of a service, whatever the kind of the fiche."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from carto.comptes.models import RoleName, Service, User
from carto.fiches.actions import record
from carto.fiches.layers import layer_of
from carto.fiches.models import Evenement, Fiche, Visibility, What
from carto.text import tidy

ANSWERING = (RoleName.AGENT, RoleName.REGULATOR)
ANSWERED = {Visibility.PUBLIC, Visibility.JOINED}


def services_of(user: User) -> QuerySet[Service]:
    """The services in whose name this person may answer; none for a resident."""
    if not user.is_authenticated:
        return Service.objects.none()
    held = user.roles.filter(name__in=ANSWERING, service__isnull=False)
    return Service.objects.filter(pk__in=held.values("service"))


def why_not(fiche: Fiche) -> str:
    """Why no service answers it now, in words; empty when one may."""
    told = layer_of(fiche.kind).unanswered
    return import_string(told)(fiche) if told else ""


def answer(fiche: Fiche, text: str, *, service: Service, person: User) -> Evenement:
    """Answer everybody, in the name of the service: its history says so, and whoever follows it is told.

    Raises ValidationError (French) without words, for what is not public, and for what nobody answers yet.
    """
    text = tidy(text)
    if not text:
        raise ValidationError(_("Écrivez votre réponse : tout le monde la lira."), code="empty")
    if fiche.visibility not in ANSWERED:
        raise ValidationError(_("Cette fiche n’est plus publique : personne ne lirait votre réponse."), code="hidden")
    if words := why_not(fiche):
        raise ValidationError(words, code="unanswered")
    if follows := layer_of(fiche.kind).answered:
        import_string(follows)(fiche, service)
    return record(fiche, What.ANSWER, role="agent", person=person, after=service.name, public_text=text)
