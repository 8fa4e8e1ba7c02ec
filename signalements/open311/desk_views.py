"""What was sent on to other systems, what failed and why, and another try by hand."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from signalements.desk.pages import OFFICE
from signalements.desk.rights import for_services, scope
from signalements.models import RemoteServer, Sending
from signalements.open311.sending import again, send_by_hand

SHOWN: Final = 100
State = Sending.State


@for_services
def sendings(request: HttpRequest) -> HttpResponse:
    """`/bureau/echanges/envois/`: what needs somebody first, then what is on its way, then what arrived lately."""
    _check_office(request)
    seen = Sending.objects.filter(signalement__in=scope(request.user, request.desk_roles).values("pk"))
    seen = seen.select_related("signalement__categorie", "signalement__rue", "server")
    groups = (
        (_("À reprendre"), seen.filter(state=State.FAILED).order_by("-next_at", "-pk")),
        (_("En chemin"), seen.filter(state__in=[State.WAITING, State.TOKEN]).order_by("next_at", "pk")),
        (_("Arrivés"), seen.filter(state=State.SENT).order_by("-sent_at", "-pk")),
    )
    mine = {role.service_id for role in request.desk_roles}
    anywhere = any(role.name == "regulator" for role in request.desk_roles)
    servers = RemoteServer.objects.filter(Q() if anywhere else Q(service__in=mine)).select_related("service")
    told = {"groups": [(title, list(rows[:SHOWN])) for title, rows in groups], "servers": servers.order_by("name")}
    return render(request, "signalements/open311/sendings.html", told)


@require_POST
@for_services
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """`POST …/<pk>/reessayer/`: the worker takes it within the minute."""
    _check_office(request)
    seen = Sending.objects.filter(signalement__in=scope(request.user, request.desk_roles).values("pk"))
    sending = get_object_or_404(seen.exclude(state=State.SENT), pk=pk)
    again(sending)
    messages.success(request, _("Un nouvel essai part dans la minute."), extra_tags="good")
    return redirect(_back(request))


@require_POST
@for_services
def send_on(request: HttpRequest, uuid: UUID, server: int) -> HttpResponse:
    """`POST …/<uuid>/vers/<server>/`: send one by hand to a server of its service."""
    _check_office(request)
    one = get_object_or_404(scope(request.user, request.desk_roles), uuid=uuid)
    chosen = get_object_or_404(RemoteServer, pk=server, active=True, service=one.service_id)
    send_by_hand(one, chosen)
    messages.success(
        request, _("C’est noté : l’envoi à %(name)s part dans la minute.") % {"name": chosen}, extra_tags="good"
    )
    return redirect(_back(request))


def _check_office(request: HttpRequest) -> None:
    """A crew has nothing to send on."""
    if not OFFICE & {role.name for role in request.desk_roles}:
        raise PermissionDenied


def _back(request: HttpRequest) -> str:
    """The page that the button was on, when it is one of ours."""
    told = request.POST.get("retour", "")
    safe = told.startswith("/bureau/") and url_has_allowed_host_and_scheme(told, None)
    return told if safe else reverse("signalements:sendings:list")
