"""The desk of one facility's figures: its costs, what became of each, and its uses by month."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.views import UNPROCESSABLE
from projets.equipements.models import Equipement
from projets.equipements.owners.actions import Changed
from projets.equipements.owners.figure_forms import CostForm, SettleForm, UsesForm
from projets.equipements.owners.figures import add_cost, keep_uses, settle_cost
from projets.equipements.owners.hands import find, hand_of, signatures, usual_signature
from projets.equipements.querysets import HOLDING
from projets.equipements.rights import for_publishers

CONFLICT: Final = 409


@for_publishers
def costs(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/organismes/equipement/<uuid>/couts/`: the costs known, and one more."""
    equipement = find(request, uuid, figures=True)
    form = CostForm(request.POST if request.method == "POST" else None, **_told(request, equipement))
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            add_cost(form.build(), replaces=data["replaces"], hand=hand_of(request, data["signature"]))
        except Changed as error:
            form.add_error("replaces", error)
            status = CONFLICT
        else:
            messages.success(request, _("C’est publié, signé, et l’histoire du lieu le dit."), "good")
            return redirect("equipements:owners:costs", uuid)
    couts = list(
        equipement.couts.select_related("publisher", "superseded_by").order_by("purpose", "kind", "-year", "pk")
    )
    context = {"form": form, "equipement": equipement, "couts": couts, "holding": HOLDING}
    return render(request, "equipements/owners/costs.html", context, status=status)


@for_publishers
def settle(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`/organismes/equipement/<uuid>/couts/<pk>/`: contested, or confirmed again, and why."""
    equipement = find(request, uuid, figures=True)
    cout = get_object_or_404(equipement.couts.filter(state__in=HOLDING).select_related("publisher"), pk=pk)
    other = "confirmed" if cout.state == "contested" else "contested"
    bound = request.POST if request.method == "POST" else None
    form = SettleForm(bound, initial={"state": other, "seen": cout.state})
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        hand = hand_of(request, usual_signature(request.publishing, equipement))
        try:
            settle_cost(cout, data["state"], data["reason"], as_seen=data["seen"], hand=hand)
        except ValidationError as error:
            form.add_error(None, error)
            status = CONFLICT if isinstance(error, Changed) else UNPROCESSABLE
        else:
            messages.success(request, _("C’est dit : la raison se lit à côté du montant."), "good")
            return redirect("equipements:owners:costs", uuid)
    context = {"form": form, "equipement": equipement, "cout": cout}
    return render(request, "equipements/owners/settle.html", context, status=status)


@for_publishers
def uses(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/organismes/equipement/<uuid>/usages/`: a year of one measure, month by month."""
    equipement = find(request, uuid, figures=True)
    bound = request.POST if request.method == "POST" else None
    form = UsesForm(bound, initial=_asked(request), **_told(request, equipement))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = keep_uses(
            equipement, data["measure"], form.counts(), source=data["source"], url=data["source_url"],
            hand=hand_of(request, data["signature"]),
        )  # fmt: skip
        told = ngettext("%(n)d mois est publié.", "%(n)d mois sont publiés.", changed) % {"n": changed}
        messages.success(request, told if changed else _("Rien n’a changé : c’était déjà là."), "good")
        return redirect("equipements:owners:uses", uuid)
    known = equipement.usages.select_related("publisher").order_by("measure", "-month")[:60]
    context = {"form": form, "equipement": equipement, "usages": known}
    return render(request, "equipements/owners/uses.html", context, status=UNPROCESSABLE if form.errors else 200)


def _told(request: HttpRequest, equipement: Equipement) -> dict[str, Any]:
    names = signatures(request.publishing)
    return {"names": names, "usual": usual_signature(request.publishing, equipement), "of": equipement}


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The year of the address, when it is one."""
    year = request.GET.get("annee", "")
    return {"year": int(year)} if year.isdecimal() and len(year) == 4 else {}
