"""`/opportunites/<uuid>/filiation/relier/`: whoever carries a topic ties what was built to it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projets.opportunites.after import works
from projets.opportunites.models import Opportunite
from projets.opportunites.referents.act_views import carried_topic
from projets.opportunites.referents.rights import Hand

UNPROCESSABLE, CONFLICT = 422, 409
LONGEST: Final = 20


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tie(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tie a facility by its number or from those around, undo a link with a reason; 403 and 404 as the sheet."""
    topic, hand = carried_topic(request, uuid)
    error: ValidationError | None = None
    if request.method == "POST":
        try:
            _do(request, topic, hand)
        except ValidationError as refused:
            error = refused
        else:
            return redirect("opportunites:lineage_tie", uuid=topic.uuid)
    told = {"topic": topic, "hand": hand, "tied": works.tied(topic), "offered": works.offered(topic)}
    told |= {"why": error.messages[0], "code": error.code, "typed": request.POST} if error else {}
    status = 200 if error is None else CONFLICT if error.code == "gone" else UNPROCESSABLE
    return render(request, "opportunites/after/tie.html", told, status=status)


def _do(request: HttpRequest, topic: Opportunite, hand: Hand) -> None:
    asked = {name: request.POST.get(name, "").replace("\x00", "") for name in ("numero", "proche", "defaire", "raison")}
    if asked["defaire"]:
        key = int(asked["defaire"]) if asked["defaire"].isdecimal() and len(asked["defaire"]) < LONGEST else 0
        works.untie(topic, key, hand, asked["raison"])
        messages.success(request, _("C’est défait : le lien reste, barré, avec sa raison."), "good")
    else:
        works.tie(topic, (asked["proche"] or asked["numero"]).strip().upper()[:LONGEST], hand)
        messages.success(request, _("C’est relié : ses coûts suivent, chacun avec sa sorte et son année."), "good")
