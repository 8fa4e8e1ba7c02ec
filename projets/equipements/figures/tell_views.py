"""`POST /argent/raconter/`: a figure told, by whoever publishes it."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from projets.equipements.figures.actions import StaleError, tell
from projets.equipements.figures.forms import TellForm
from projets.equipements.figures.telling import Subject, subject_of
from projets.equipements.rights import for_publishers, publishing

CONFLICT: Final = 409
UNPROCESSABLE: Final = 422


@require_POST
@for_publishers
def tell_figure(request: HttpRequest) -> HttpResponse:
    """Publish it and go back; refused (422) or written over in the meantime (409), the words are kept."""
    form = TellForm(request.POST)
    named = form.is_valid() or not {"chart", "equipement"} & form.errors.keys()
    subject = subject_of(form.cleaned_data.get("chart", ""), form.cleaned_data.get("equipement")) if named else None
    if subject is None or not subject.may_tell(request.publishing):
        raise PermissionDenied
    if not form.is_valid():
        return _again(request, subject, form, UNPROCESSABLE)
    told = form.cleaned_data
    try:
        tell(subject, told["text"], by=request.user, role=request.publishing.acting[:12], over=told["version"])
    except StaleError:
        fresh = subject_of(told["chart"], told["equipement"])
        form.data = form.data.copy()
        form.data["version"] = str(fresh.latest.version if fresh.latest else 0)
        return _again(request, fresh, form, CONFLICT, stale=True)
    return redirect(f"{_back(request)}#raconte")


def told_of(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """What `_told.html` needs."""
    return {"subject": subject, "may_tell": subject.may_tell(publishing(request.user))}


def _again(request: HttpRequest, subject: Subject, form: TellForm, status: int, *, stale: bool = False) -> HttpResponse:
    context = {"subject": subject, "form": form, "stale": stale, "back": _back(request)}
    return render(request, "equipements/figures/tell.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """The page that one came from, when it is ours."""
    asked = request.POST.get("retour", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else reverse("equipements:money")
