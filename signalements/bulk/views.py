"""Choosing what to do with many signalements at once, looking at it first, and following it."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from carto.fiches.views import UNPROCESSABLE
from signalements.bulk import actions
from signalements.bulk.forms import FORMS, StateForm
from signalements.bulk.kinds import KINDS
from signalements.bulk.preview import preview
from signalements.bulk.selection import Selection, chosen
from signalements.bulk.telling import Progress, line, listed
from signalements.desk.rights import for_services
from signalements.models import Bulk

STALE: Final = 409
PER_PAGE: Final = 30
ROUNDS: Final = "/bureau/tournees/nouvelle/"  # takes the same `choisis`


@for_services
def new(request: HttpRequest) -> HttpResponse:
    """`/bureau/lots/nouveau/?choisis=`: which action; `faire` asks for what it needs, `etape=apercu` shows it all.

    By POST too: a thousand uuids are longer than an address may be.
    """
    params = request.POST if request.method == "POST" else request.GET
    try:
        selection = chosen(request.user, params, request.desk_roles)
    except ValidationError as error:
        return _choose(request, Selection(()), wrong=" ".join(error.messages))
    kind = KINDS.get(params.get("faire", ""))
    if not selection.signalements or kind is None:
        return _choose(request, selection)
    if not kind.roles & {role.name for role in request.desk_roles}:
        return _choose(request, selection, wrong=_("Cette action n’est pas de celles que votre rôle permet."))
    return _ask(request, selection, params, kind.code)


def _choose(request: HttpRequest, selection: Selection, wrong: str = "") -> HttpResponse:
    """The actions that this person's roles may take."""
    names = {role.name for role in request.desk_roles}
    told = {
        "selection": selection, "kinds": [one for one in KINDS.values() if one.roles & names], "wrong": wrong,
        "rounds": ROUNDS if _answers(ROUNDS) else "",
    }  # fmt: skip
    return render(request, "signalements/bulk/new.html", told, status=UNPROCESSABLE if wrong else 200)


def _answers(address: str) -> bool:
    """Whether this site has that page."""
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def _ask(request: HttpRequest, selection: Selection, params: QueryDict, do: str) -> HttpResponse:
    """The form of one action, or what a good one will do."""
    sent = request.method == "POST" and params.get("etape") in ("apercu", "reprendre")
    form = FORMS[do](params if sent else None, selection=selection.signalements)
    told: dict[str, Any] = {"selection": selection, "form": form, "kind": KINDS[do]}
    if params.get("etape") == "remplir" and isinstance(form, StateForm):
        form.take_over(params)
    if not sent or not form.is_valid() or params["etape"] == "reprendre":
        wrong = sent and not form.is_valid()
        return render(request, "signalements/bulk/form.html", told, status=UNPROCESSABLE if wrong else 200)
    query = params.get("vue", "")[:2000]
    told["preview"] = preview(selection, form.action(), request.user, request.desk_roles, query)
    return render(request, "signalements/bulk/preview.html", told)


@for_services
def bulk_list(request: HttpRequest) -> HttpResponse:
    """`/bureau/lots/`: mine and my service's; by POST, what a preview showed is done."""
    if request.method == "POST":
        return _launch(request)
    page = Paginator(_known(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "signalements/bulk/list.html", {"page": page, "lines": listed(page.object_list)})


def _launch(request: HttpRequest) -> HttpResponse:
    try:
        bulk = actions.launch(request.POST.get("lot", ""), request.user)
    except ValidationError as error:
        told = {"page": Paginator((), PER_PAGE).get_page(1), "wrong": error.message}
        return render(request, "signalements/bulk/list.html", told, status=STALE)
    return redirect("signalements:bulk:page", pk=bulk.pk)


@require_GET
@for_services
def bulk_page(request: HttpRequest, pk: int) -> HttpResponse:
    """`/bureau/lots/<id>/`: how far it is, what could not be done and why, and the way back."""
    bulk = _mine(request, pk)
    told = {"bulk": bulk, "line": line(bulk), "progress": Progress.of(bulk), "may_undo": actions.may_undo(bulk)}
    return render(request, "signalements/bulk/page.html", told | Progress.left(bulk, request.user, request.desk_roles))


@require_GET
@for_services
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """`/bureau/lots/<id>/avancement/`: the same in numbers, for the page that waits."""
    return JsonResponse(Progress.of(_mine(request, pk)).as_dict())


@require_POST
@for_services
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """`POST /bureau/lots/<id>/reprendre/`: those that failed."""
    bulk = _mine(request, pk)
    count = actions.retry(bulk, request.user)
    said = ngettext("%(n)d sera réessayé.", "%(n)d seront réessayés.", count) % {"n": count}
    messages.success(request, said, extra_tags="good")
    return redirect("signalements:bulk:page", pk=pk)


@require_POST
@for_services
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """`POST /bureau/lots/<id>/annuler/`: the whole of it."""
    try:
        actions.undo(_mine(request, pk), request.user)
    except ValidationError as error:
        messages.error(request, error.message, extra_tags="bad")
    return redirect("signalements:bulk:page", pk=pk)


def _known(request: HttpRequest) -> Any:
    services = [role.service_id for role in request.desk_roles if role.service_id]
    return actions.known_to(request.user, services).select_related("by")


def _mine(request: HttpRequest, pk: int) -> Bulk:
    """One that this person may follow; Http404 otherwise."""
    return get_object_or_404(_known(request), pk=pk)
