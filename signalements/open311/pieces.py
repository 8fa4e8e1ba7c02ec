"""The room's piece of a case's page at the desk: to whom it was sent on, and to whom it may be."""

from typing import Any

from django.http import HttpRequest

from signalements.models import RemoteServer, Signalement


def case_piece(request: HttpRequest, signalement: Signalement) -> dict[str, Any]:
    """`sendings`, `servers` that its service is linked to and that have not had it, `back`; empty without either."""
    sendings = list(signalement.sendings.select_related("server").order_by("pk"))
    linked = RemoteServer.objects.filter(active=True, service=signalement.service_id)
    servers = list(linked.exclude(pk__in=[each.server_id for each in sendings]).order_by("name"))
    if not sendings and not servers:
        return {}
    return {"sendings": sendings, "servers": servers, "back": request.get_full_path(), "fiche": signalement}
