"""`/bureau/<uuid>/deplacer/`: the pin where it really is; the form and its rules are those of whoever sent it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from carto.fiches.own import actions
from carto.fiches.own.forms import MoveForm
from carto.fiches.views import UNPROCESSABLE
from carto.territoires.querysets import name_of_place
from signalements.desk.case_views import CONFLICT, Visit
from signalements.desk.rights import for_services


@for_services
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look for a place (`etape=lieux`), then move: street, quartier and, if need be, service follow."""
    visit = Visit(request, uuid)
    if visit.role in ("", "crew"):
        raise PermissionDenied
    if visit.signalement.geom.geom_type != "Point":
        messages.warning(request, _("Un tracé ne se déplace pas d’ici."))
        return redirect("signalements:desk:case", uuid)
    form = MoveForm(request.POST if request.method == "POST" else None, fiche=visit.signalement)
    if request.method != "POST":
        return _page(visit, form)
    if request.POST.get("etape") == "lieux":
        found = form.is_valid() or bool(form.candidates)
        form.hold_place()
        return _page(visit, form, 200 if found else UNPROCESSABLE)
    if not form.is_valid():
        return _page(visit, form, UNPROCESSABLE)
    return _moved(visit, form)


def _moved(visit: Visit, form: MoveForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        actions.move(
            visit.signalement, form.point, as_seen=data["seen"], precision=data["precision"], osm_id=data["osm_id"],
            person=visit.request.user, role=visit.role,
        )  # fmt: skip
    except ValidationError as error:
        stale = isinstance(error, actions.Changed)
        if stale:
            visit.signalement.refresh_from_db()
            form.look_again(visit.signalement)
        form.add_error(None, error)
        return _page(visit, form, CONFLICT if stale else UNPROCESSABLE)
    return visit.back(_("C’est déplacé."))


def _page(visit: Visit, form: MoveForm, status: int = 200) -> HttpResponse:
    held = visit.signalement
    context: dict[str, Any] = {
        "form": form, "fiche": held, "suffix": visit.suffix, "choices": form.candidates,
        "object_name": name_of_place(form.point or held.geom),
    }  # fmt: skip
    return render(visit.request, "signalements/desk/move.html", context, status=status)
