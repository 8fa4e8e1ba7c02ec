"""The pages of the opening sheet: written by whoever carries the topic, read by everybody with all its versions."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from projets.opportunites.gates.actions import settled
from projets.opportunites.models import Opportunite, Ouverture
from projets.opportunites.opening import actions
from projets.opportunites.opening.forms import MoveForm, MoyenRows, PhaseForm, SheetForm, TacheRows
from projets.opportunites.opening.lines import lines_of, missing, sheet_of
from projets.opportunites.opening.pieces import told_lines
from projets.opportunites.referents.act_views import carried_topic, public_topic
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import PHASES

UNPROCESSABLE: Final = 422
CONFLICT: Final = 409


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/ouverture/`: write on the sheet; 409 when somebody else has in the meantime."""
    topic, hand = carried_topic(request, uuid)
    sheet, data = sheet_of(topic), request.POST if request.method == "POST" else None
    form = SheetForm(data, topic=topic, sheet=sheet)
    rows = _rows(data, sheet)
    if request.method == "POST" and all([form.is_valid(), *(each.is_valid() for each in rows)]):
        try:
            _store(topic, hand, form, data)
        except actions.Stale as error:
            form.add_error(None, error)
            return _sheet_page(request, topic, sheet, form, rows, CONFLICT)
        messages.success(request, _("C’est enregistré : tout le monde lit cette version."), "good")
        return redirect("opportunites:sheet", uuid=topic.uuid)
    return _sheet_page(request, topic, sheet, form, rows, UNPROCESSABLE if request.method == "POST" else 200)


def _rows(data: Any, sheet: Ouverture) -> list[Any]:
    return [rows(data, instance=sheet, prefix=rows.model._meta.model_name) for rows in (MoyenRows, TacheRows)]


@transaction.atomic
def _store(topic: Opportunite, hand: Hand, form: SheetForm, data: Any) -> None:
    """All of the sheet or nothing; the rows are read again on the sheet that is held."""
    held = actions.hold_sheet(topic, form.cleaned_data["version"])
    form.store(held)
    for each in _rows(data, held):
        if each.is_valid():
            each.save()
    actions.keep_version(topic, held, hand)


def _sheet_page(
    request: HttpRequest, topic: Opportunite, sheet: Ouverture, form: SheetForm, rows: list[Any], status: int,
    opening: PhaseForm | None = None, refused: str = "",
) -> HttpResponse:  # fmt: skip
    owed = {line.name: line.owed for line in lines_of(topic, sheet) if line.owed}
    context = {
        "topic": topic, "sheet": sheet, "form": form, "money": rows[0], "tasks": rows[1], "owed": owed,
        "rows_wrong": any(not each.is_valid() for each in rows) if form.is_bound else False,
        "fields": [(field, owed.get(field.name, "")) for field in form.visible_fields()],
        "opening": opening or PhaseForm(auto_id="ouvrir_%s"), "refused": refused, "may_open": actions.may_open(topic),
    }  # fmt: skip
    return render(request, "opportunites/opening/edit.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["POST"])
def open_it(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/ouvrir/`: the first phase begins; 422 while the sheet is incomplete, line by line."""
    topic, hand = carried_topic(request, uuid)
    sheet, opening = sheet_of(topic), PhaseForm(request.POST, auto_id="ouvrir_%s")
    refused = ""
    if opening.is_valid():
        try:
            actions.open_topic(topic, hand, **opening.cleaned_data)
        except ValidationError as error:
            refused = " ".join(error.messages)
        else:
            messages.success(request, _("C’est ouvert : le co-diagnostic commence."), "good")
            return redirect(topic.get_absolute_url())
    form = SheetForm(topic=topic, sheet=sheet)
    return _sheet_page(request, topic, sheet, form, _rows(None, sheet), UNPROCESSABLE, opening, refused)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/phase/`: on to a phase, or back to one; without its gate, it takes a signed reason."""
    topic, hand = carried_topic(request, uuid)
    if topic.status not in PHASES:
        raise Http404
    gate = settled(topic)
    passed = gate is not None and gate.passed_at is not None
    form = MoveForm(request.POST if request.method == "POST" else None, status=topic.status, passed=passed)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.go_to_phase(topic, told["after"], hand, reason=told["reason"], ends=told["ends"])
        except ValidationError as error:
            form.add_error("reason" if error.code in {"text", "unsigned"} else None, error)
        else:
            messages.success(request, _("C’est fait : la page du sujet le dit."), "good")
            return redirect(topic.get_absolute_url())
    status = UNPROCESSABLE if form.is_bound else 200
    context = {"topic": topic, "form": form, "hand": hand, "passed": passed}
    return render(request, "opportunites/opening/move.html", context, status=status)


@require_safe
def versions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/ouverture/versions/`: everybody reads what each version changed, by which role, when."""
    topic = public_topic(uuid)
    sheet = sheet_of(topic)
    if not sheet.pk:
        raise Http404
    told = [each | {"changed": told_lines(each["changed"])} for each in actions.versions_told(sheet)]
    context = {"topic": topic, "versions": told, "missing": missing(topic, sheet)}
    return render(request, "opportunites/opening/versions.html", context)
