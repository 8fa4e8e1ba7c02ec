"""Reading the branches of an idea: the tree with its map, two side by side; and deciding about a change."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from carto.fiches.views import UNPROCESSABLE
from projets.idees.fusions.branches import SEEN, settle
from projets.idees.fusions.comparing import side_by_side
from projets.idees.fusions.forms import SettleForm
from projets.idees.fusions.rights import Hand, hand_on
from projets.idees.fusions.tree import Node, every, tree_of
from projets.idees.fusions.views import CONFLICT, readable
from projets.idees.models import Amendement


def branches(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/idees/<uuid>/branches/`: the whole tree, on a map and in words."""
    idee = readable(uuid)
    roots = tree_of(idee)
    return render(request, "idees/fusions/branches.html", {"fiche": idee, "roots": roots, "drawn": _drawn(roots)})


def _drawn(roots: list[Node]) -> dict[str, Any]:
    """What the map draws: numbered places (SRID 4326), and lines from each to the one above."""
    spots = {
        node.fiche.pk: {
            "rank": node.rank, "layer": node.layer, "title": f"{node.rank}. {node.fiche.title}", "here": node.here,
            "at": node.spot,
            "page": node.fiche.get_absolute_url(),
        }
        for node in every(roots) if node.readable
    }  # fmt: skip
    lines = [
        [spots[node.fiche.pk]["at"], spots[child.fiche.pk]["at"]]
        for node in every(roots)
        for child in node.children
        if node.fiche.pk in spots and child.fiche.pk in spots
    ]
    return {"spots": list(spots.values()), "lines": lines}


def compare(request: HttpRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """`/idees/<uuid>/comparer/<uuid>/`: two ideas in two columns, what only one of them says marked."""
    two = readable(uuid), readable(other)
    columns = side_by_side(*((idee.title, idee.text) for idee in two))
    branch = Amendement.objects.filter(idee__in=two, target__in=two).first()
    context = {"fiche": two[0], "columns": list(zip(two, columns, strict=True)), "branch": branch}
    return render(request, "idees/fusions/compare.html", context)


@never_cache
@login_required
def settle_page(request: HttpRequest, uuid: UUID, branch: int) -> HttpResponse:
    """`/idees/<uuid>/amendements/<n>/`: by the author who signed it, or the référent; 403 for anybody else."""
    idee = readable(uuid)
    hand = hand_on(request.user, idee)
    if hand is None:
        raise PermissionDenied
    return settled(request, change_of(idee.pk, branch), hand, back=idee.get_absolute_url())


def change_of(target: int, branch: int) -> Amendement:
    """The change of that idea, when it may be read; Http404 otherwise."""
    changes = Amendement.objects.filter(alternative=False, target=target, idee__visibility__in=SEEN)
    return get_object_or_404(changes.select_related("idee__autocollant", "target__autocollant"), pk=branch)


def settled(request: HttpRequest, change: Amendement, hand: Hand, *, back: str) -> HttpResponse:
    """The form with both texts above it, or back to where one came from once it is decided."""
    form = SettleForm(request.POST if request.method == "POST" else None, initial={"seen": change.settled})
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            data = form.cleaned_data
            try:
                settle(change, taken=data["settled"] == "taken", reason=data["reason"], as_seen=data["seen"], hand=hand)
            except ValidationError as error:
                form.add_error("reason" if error.code == "reason" else None, error)
                status = CONFLICT if error.code == "late" else UNPROCESSABLE
                if status == CONFLICT:
                    change.refresh_from_db()
                    form.data = form.data.copy()
                    form.data["seen"] = change.settled
            else:
                messages.success(request, _("C’est dit, et chacun le lira dans l’histoire des deux idées."))
                return redirect(back)
    return _settle_shown(request, change, form, back, status)


def _settle_shown(request: HttpRequest, change: Amendement, form: SettleForm, back: str, status: int) -> HttpResponse:
    two = change.target, change.idee
    columns = side_by_side(*((idee.title, idee.text) for idee in two))
    context = {
        "fiche": change.target, "change": change, "form": form, "back": back,
        "columns": list(zip(two, columns, strict=True)),
        "compare": reverse("idees:fusions:compare", args=[change.target.uuid, change.idee.uuid]),
    }  # fmt: skip
    return render(request, "idees/fusions/settle.html", context, status=status)
