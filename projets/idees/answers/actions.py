"""Answering an idea with a reason, and handing it to the service that can: both in its history, for everybody."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import RoleName, Service, User
from carto.comptes.rules import is_admin, is_agent_of
from carto.fiches.actions import record
from carto.fiches.answering.actions import answer
from carto.fiches.models import Evenement, What
from carto.text import tidy
from projets.actions import change_status
from projets.idees.dreams.mode import why_unanswered
from projets.idees.models import Idee
from projets.idees.workflow import WORKFLOW, Status


def may_answer(person: User, idee: Idee) -> bool:
    """Whether this person answers it for the service that is responsible."""
    return is_agent_of(person, idee.service)


def role_to_hand_over(person: User, idee: Idee) -> str:
    """As what somebody may ask for another service: its agent, the référent of where it lies, the administration."""
    if not person.is_authenticated:
        return ""
    if is_agent_of(person, idee.service):
        return "agent"
    places = [place for place in (idee.iris_id, idee.quartier_id, idee.commune_id) if place]
    if places and person.roles.in_force().filter(name=RoleName.REFERENT, territoire__in=places).exists():
        return "referent"
    return "admin" if is_admin(person) else ""


def answered(idee: Idee, service: Service) -> None:
    """A service has answered for it: when it is the responsible one, the clock stops (`Layer.answered`)."""
    mine = Idee.objects.filter(pk=idee.pk, answered_at=None)
    if mine.filter(service=service).update(answered_at=timezone.now()):
        return
    mine.filter(service=None).update(answered_at=timezone.now(), service=service)


def answer_idea(idee: Idee, text: str, *, service: Service, person: User, after: str = "") -> Evenement:
    """Answer everybody in the service's name and, if wanted, say how far the idea has come.

    ValidationError (French) without words, for what is not public, for a dream that has not landed, and for a step that
    the workflow does not have.
    """
    with transaction.atomic():
        told = answer(idee, text, service=service, person=person)
        if after:
            why = _("Voir la réponse : %(service)s.") % {"service": service.name}
            change_status(idee, Status(after), WORKFLOW, role="agent", person=person, public_text=why)
    return told


def hand_over(idee: Idee, service: Service, reason: str, *, person: User, role: str) -> Evenement:
    """« Pas pour nous »: another service becomes responsible. The promised day stays: residents do not wait again.

    ValidationError (French) without a reason, when it is that service's already, and for a dream that has not landed.
    """
    reason = tidy(reason)
    if not reason:
        raise ValidationError(_("Dites pourquoi : tout le monde le lira."), code="reason")
    if words := why_unanswered(idee):
        raise ValidationError(words, code="unanswered")
    with transaction.atomic():
        held = Idee.objects.select_for_update(of=("self",)).select_related("service").get(pk=idee.pk)
        if held.answered_at is not None:
            raise ValidationError(_("Cette idée a déjà sa réponse."), code="answered")
        if held.service_id == service.pk:
            raise ValidationError(_("C’est déjà ce service."), code="same")
        Idee.objects.filter(pk=held.pk).update(service=service)
        before = held.service.name if held.service else ""
        idee.service = service
        return record(
            idee, What.ROUTED, role=role, person=person, before=before, after=service.name,
            public_text=_("%(service)s répondra. %(reason)s") % {"service": service.name, "reason": reason},
        )  # fmt: skip
