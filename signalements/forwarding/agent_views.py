"""Forwarding from a case: the form, the link shown once, and each link sent again or taken back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from carto.fiches.views import UNPROCESSABLE
from signalements.desk.back import back_to
from signalements.desk.rights import acting_role, for_services, scope
from signalements.forwarding.actions import SHOWN_FOR, renew, take_back
from signalements.forwarding.forms import ForwardForm
from signalements.forwarding.links import address_of
from signalements.models import Forwarding, Signalement
from signalements.workflow import OFFICE


@for_services
def forward_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/transmis/depuis/<uuid>/`: agents and regulators who may act on it give it to somebody outside."""
    seen = scope(request.user, request.desk_roles).for_cards().select_related("categorie", "service")
    signalement: Signalement = get_object_or_404(seen, uuid=uuid)
    role = _office(request, signalement)
    form = ForwardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sent = form.send(signalement, request.user, role)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if not sent.email:
                return redirect("signalements:forwarding:link", pk=sent.pk)
            said = _("C’est transmis : le lien part à %(email)s.") % {"email": sent.email}
            messages.success(request, said, extra_tags="good")
            return redirect(back_to(request, signalement.get_absolute_url()))
    context, status = {"fiche": signalement, "form": form, "back": back_to(request, "")}, UNPROCESSABLE
    return render(request, "signalements/forwarding/forward.html", context, status=status if form.errors else 200)


@require_safe
@for_services
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """`/transmis/lien/<pk>/`: the link, to whoever has just made it and has to give it by hand; 404 afterwards."""
    fresh = Forwarding.objects.filter(sent_by=request.user, sent_at__gt=timezone.now() - SHOWN_FOR, revoked_at=None)
    sent = get_object_or_404(fresh.select_related("signalement"), pk=pk)
    context = {"forwarding": sent, "fiche": sent.signalement, "address": address_of(sent)}
    return render(request, "signalements/forwarding/link.html", context)


@require_POST
@for_services
def renew_link(request: HttpRequest, pk: int) -> HttpResponse:
    """`/transmis/lien/<pk>/renouveler/`: fourteen days more, and the letter once more."""
    sent, role = _found(request, pk)
    try:
        renew(sent, person=request.user, role=role)
    except ValidationError as error:
        messages.error(request, error.message, extra_tags="bad")
    else:
        messages.success(request, _("Le lien vaut de nouveau quatorze jours."), extra_tags="good")
    return redirect(back_to(request, sent.signalement.get_absolute_url()))


@require_POST
@for_services
def take_back_link(request: HttpRequest, pk: int) -> HttpResponse:
    """`/transmis/lien/<pk>/retirer/`: it opens nothing any more."""
    sent, role = _found(request, pk)
    take_back(sent, person=request.user, role=role)
    messages.success(request, _("Le lien est retiré : il n’ouvre plus rien."), extra_tags="good")
    return redirect(back_to(request, sent.signalement.get_absolute_url()))


def _found(request: HttpRequest, pk: int) -> tuple[Forwarding, str]:
    """A link of a case that this person may act on, and as what; Http404 outside what they see."""
    sent = get_object_or_404(Forwarding.objects.select_related("signalement"), pk=pk)
    if not scope(request.user, request.desk_roles).filter(pk=sent.signalement_id).exists():
        raise Http404
    return sent, _office(request, sent.signalement)


def _office(request: HttpRequest, signalement: Signalement) -> str:
    """As what this person forwards; a crew does not."""
    role = acting_role(request.user, signalement)
    if role not in OFFICE:
        raise PermissionDenied
    return role
