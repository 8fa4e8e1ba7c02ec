"""One refused row: its cells in a form, read again by the rules of its file; or left, with a reason."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projets.equipements.imports import readings
from projets.equipements.imports.correcting import correct, leave, may_be_corrected
from projets.equipements.imports.reject_forms import CellsForm, LeaveForm
from projets.equipements.linking.actions import STALE, Hand
from projets.equipements.models import Correction, Rejet
from projets.equipements.rights import for_publishers

UNPROCESSABLE, CONFLICT = 422, 409
Forms = tuple[CellsForm, LeaveForm]
LEAVING: Final = "laisser"


@for_publishers
def rejet(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`<source>/rejets/<n>/`: corrected and taken, or left; 422 keeps what was typed, 409 when somebody was faster."""
    found = get_object_or_404(Rejet.objects.select_related("of__source__organisme"), pk=pk, of__source__code=code)
    if not request.publishing.owns(found.of.source):
        raise Http404
    history = list(found.corrections.select_related("by", "ligne"))
    if request.method != "POST":
        return _page(request, found, history, _forms(found, history))
    try:
        return _act(request, found, history)
    except ValidationError as error:
        return _refused(request, found, error)


def _act(request: HttpRequest, found: Rejet, history: list[Correction]) -> HttpResponse:
    """Do what was asked; ValidationError says why not."""
    hand, leaving = Hand(request.user, request.publishing.acting), request.POST.get("geste") == LEAVING
    cells, why = _forms(found, history, request, leaving=leaving)
    asked = why if leaving else cells
    if not asked.is_valid():
        return _page(request, found, history, (cells, why), status=UNPROCESSABLE)
    seen = asked.cleaned_data["vu"]
    if leaving:
        leave(found, why.cleaned_data["pourquoi"], hand, seen=seen)
        messages.success(request, _("Cette ligne est laissée de côté, et vos mots sont gardés."), "good")
        return redirect("equipements:imports:rejets", found.of.source.code)
    ligne = correct(found, cells.cleaned_data["data"], hand, seen=seen)
    messages.success(request, _("C’est pris : la ligne est là, telle que vous l’avez corrigée."), "good")
    return redirect("equipements:imports:ligne", ligne.pk)


def _forms(
    found: Rejet, history: list[Correction], request: HttpRequest | None = None, *, leaving: bool = False
) -> Forms:
    """The cells as they were last corrected, and the reason; with what was typed in one of them."""
    reader = readings.format_of(found.of.source)
    last = history[0] if history else None
    row = last.data if last and last.data is not None else found.data
    order = {name: rank for rank, name in enumerate(found.of.source.columns)}
    cells = dict(sorted(row.items(), key=lambda pair: order.get(pair[0], len(order))))
    cells |= {name: None for name in reader.blank if name not in cells}
    settled = found.of.source.mapping.get("columns") or {}
    labels = {settled.get(field.name): str(field.label) for field in reader.fields if settled.get(field.name)}
    seen = {"initial": {"vu": last.pk if last else 0}}
    typed = request.POST if request else None
    return (
        CellsForm(None if leaving else typed, cells=cells, labels=labels, **seen),
        LeaveForm(typed if leaving else None, **seen),
    )


def _refused(request: HttpRequest, found: Rejet, error: ValidationError) -> HttpResponse:
    """The page again: with what was typed, or as it is now when somebody was faster."""
    history = list(found.corrections.select_related("by", "ligne"))
    stale = getattr(error, "code", "") == STALE
    typed = None if stale else request
    forms = _forms(found, history, typed, leaving=request.POST.get("geste") == LEAVING)
    status = CONFLICT if stale else UNPROCESSABLE
    return _page(request, found, history, forms, wrong=tuple(error.messages), status=status)


def _page(
    request: HttpRequest, found: Rejet, history: list[Correction], forms: Forms, wrong: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    cells, why = forms
    reader = readings.format_of(found.of.source)
    context = {
        "rejet": found, "source": found.of.source, "reading": found.of, "history": history, "cells": cells, "why": why,
        "wrong": wrong, "form": cells if cells.is_bound else why,
        "open": may_be_corrected(found), "alone": reader.one is not None,
    }  # fmt: skip
    return render(request, "equipements/imports/rejet.html", context, status=status)
