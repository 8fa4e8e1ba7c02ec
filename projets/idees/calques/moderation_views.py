"""A moderator's gestures on a sheet, from its own page: each with its rule and reason."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carto.comptes.models import User
from carto.fiches.models import Visibility
from carto.fiches.moderation.rights import for_moderators
from projets.idees.calques import moderating
from projets.idees.calques.forms import ActForm
from projets.idees.calques.keeping import TooLate
from projets.idees.calques.querysets import told
from projets.idees.calques.telling import as_lines
from projets.idees.models import Calque, Trait

UNPROCESSABLE, CONFLICT = 422, 409


def for_moderator(calque: Calque) -> dict[str, Any]:
    """What the page of a sheet adds for a moderator: strokes whose words wait, those taken away, and the form."""
    held = told(Trait.objects.filter(calque=calque).exclude(held="")).order_by("-created_at")[:50]
    return {"moderates": True, "held": as_lines(held), "act_form": ActForm()}


@for_moderators
@require_POST
def act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`POST /calques/<uuid>/moderer/`: one gesture; 422 without its reason, 409 when somebody was faster."""
    calque = get_object_or_404(Calque.objects.exclude(visibility=Visibility.WITHDRAWN), uuid=uuid)
    form = ActForm(request.POST)
    if not form.is_valid():
        return _again(request, calque, form, UNPROCESSABLE)
    try:
        _gesture(form.cleaned_data, calque, request.user)()
    except TooLate as late:
        messages.warning(request, late.said)
        return _again(request, calque, form, CONFLICT)
    messages.success(request, _("C’est fait, avec la règle et la raison."))
    return redirect("idees:calques:waiting" if form.cleaned_data["do"] in {"approve", "show"} else calque)


def _gesture(data: dict[str, Any], calque: Calque, by: User) -> Callable[[], Any]:
    """What was asked, ready to be done; Http404 for a stroke of another sheet."""
    because = {"by": by, "rule": data["rule"], "reason": data["reason"]}
    on_sheet = {
        "bin": lambda: moderating.bin_sheet(calque, **because),
        "restore": lambda: moderating.restore_sheet(calque, by=by, reason=data["reason"]),
        "approve": lambda: moderating.approve_sheet(calque, by=by),
    }
    if data["do"] in on_sheet:
        return on_sheet[data["do"]]
    trait = get_object_or_404(calque.traits, uuid=data["trait"])
    return {
        "erase": lambda: moderating.erase_stroke(trait, **because),
        "bring": lambda: moderating.restore_stroke(trait, by=by, reason=data["reason"]),
        "show": lambda: moderating.approve_stroke(trait, by=by),
    }[data["do"]]


def _again(request: HttpRequest, calque: Calque, form: ActForm, status: int) -> HttpResponse:
    named = form.cleaned_data.get("trait")
    trait = calque.traits.filter(uuid=named).first() if named else None
    context = {"calque": calque, "form": form, "trait": trait}
    return render(request, "idees/calques/moderate.html", context, status=status)


@for_moderators
def waiting(request: HttpRequest) -> HttpResponse:
    """`/calques/a-relire/`: sheets and strokes whose words wait for a person, the oldest first."""
    sheets = Calque.objects.filter(visibility=Visibility.WAITING).order_by("created_at")[:50]
    strokes = Trait.objects.filter(erased_at=None, calque__visibility=Visibility.PUBLIC).exclude(held="")
    lines = as_lines(
        told(strokes).select_related("calque", "theme", "autocollant", "author").order_by("created_at")[:50]
    )
    return render(request, "idees/calques/waiting.html", {"sheets": sheets, "lines": lines})
