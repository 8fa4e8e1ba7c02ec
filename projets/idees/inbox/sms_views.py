"""`POST /boite/sms/`: the hook that a gateway calls with each SMS."""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from carto.problems import problem
from projets.idees.inbox.receiving import LONGEST, campagne_of, receive
from projets.idees.models import Channel

HEADER = "X-Carto-Secret"


@csrf_exempt  # a program, known by its secret
@require_POST
def sms(request: HttpRequest) -> HttpResponse:
    """`id`, `from` and `text`, in JSON or as a form; 202 with the message's identifier, the same for the same `id`."""
    secret = settings.CARTO_SMS_SECRET
    if not secret:
        return problem(404, _("Ce site ne reçoit pas de SMS."))
    if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
        return problem(403, _("Le secret de la passerelle n’est pas le bon."), detail=HEADER)
    told = _fields(request)
    if told is None or not told["text"].strip() or not told["from"].strip():
        return problem(400, _("Un SMS a un expéditeur (from) et un texte (text)."))
    depeche, new = receive(
        Channel.SMS, told["text"], sender=told["from"], external_id=told["id"],
        campagne=campagne_of(*told["text"].split()[:1]),
    )  # fmt: skip
    return JsonResponse({"uuid": str(depeche.uuid), "nouveau": new}, status=202)


def _fields(request: HttpRequest) -> dict[str, str] | None:
    """The three fields as text; None when the body is no object, or holds what is no text."""
    found: Mapping[str, Any] = request.POST
    if request.content_type == "application/json":
        try:
            found = json.loads(request.body)
        except (ValueError, RecursionError):
            return None
    if not isinstance(found, Mapping):
        return None
    told = {name: found.get(name, "") for name in ("id", "from", "text")}
    if not all(isinstance(value, str) and "\x00" not in value for value in told.values()):
        return None
    return {name: value[:LONGEST] for name, value in told.items()}
