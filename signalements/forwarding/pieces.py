"""What the page of a case shows of whom it was forwarded to."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from signalements.cases import case_of
from signalements.desk.rights import acting_role
from signalements.forwarding.forms import ForwardForm
from signalements.models import Signalement
from signalements.workflow import CLOSED, OFFICE


def case_piece(request: HttpRequest, signalement: Signalement) -> dict[str, Any]:
    """Every link with what became of it, and the form that makes one for whoever may."""
    case, now = case_of(signalement), timezone.now()
    links = list(case.forwardings.select_related("sent_by"))
    for each in links:
        each.live = each.revoked_at is None and each.expires_at > now
    may = acting_role(request.user, signalement) in OFFICE and case.get_status() not in CLOSED
    return {
        "links": links,
        "forward_form": ForwardForm() if may else None,
        "may_forward": may,
        "retour": request.get_full_path(),
    }
