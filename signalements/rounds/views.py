"""The rounds of a service: their list, preparing one, changing it by hand, its sheet of paper."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.fiches.views import UNPROCESSABLE
from carto.text import tidy
from signalements.desk.rights import acting_role, for_services, scope
from signalements.models import Signalement, Tournee
from signalements.rounds import actions
from signalements.rounds.access import may_make, rounds_of
from signalements.rounds.choosing import chosen_in, most_pressing, read_choice
from signalements.rounds.forms import RoundForm, SuggestForm
from signalements.rounds.pages import cards_of, drawing, lengths, round_for

PAST = 20  # rounds of the days before that the list still shows


@require_safe
@for_services
def index(request: HttpRequest) -> HttpResponse:
    """`/bureau/tournees/`: those to come by day, then the last ones."""
    today, rounds = timezone.localdate(), rounds_of(request.desk_roles)
    coming = list(rounds.filter(day__gte=today).order_by("day", "pk"))
    context = {
        "coming": coming,
        "past": list(rounds.filter(day__lt=today)[:PAST]),
        "today": today,
        "may_make": may_make(request.desk_roles),
    }
    return render(request, "signalements/rounds/index.html", context)


@for_services
def new(request: HttpRequest) -> HttpResponse:
    """`/bureau/tournees/nouvelle/?choisis=uuid,…`: from what was chosen at the desk, or from the most pressing."""
    if not may_make(request.desk_roles):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    chosen = chosen_in(scope(request.user, request.desk_roles), read_choice(asked.getlist("choisis")))
    if request.method == "POST" and "preparer" in request.POST:
        return _make(request, chosen)
    suggest = SuggestForm(request.GET if "combien" in request.GET else None)
    if suggest.is_bound and suggest.is_valid():
        chosen = _suggested(request, suggest.cleaned_data)
    status = UNPROCESSABLE if suggest.is_bound and not suggest.is_valid() else 200
    return _show_new(request, RoundForm(roles=request.desk_roles), chosen, suggest, status)


def _suggested(request: HttpRequest, asked: dict[str, Any]) -> list[Signalement]:
    seen = scope(request.user, request.desk_roles)
    return most_pressing(seen, asked["combien"], around=asked["autour"], inside=asked["quartier"])


def _make(request: HttpRequest, chosen: Sequence[Signalement]) -> HttpResponse:
    form = RoundForm(request.POST, roles=request.desk_roles)
    if form.is_valid():
        try:
            if not chosen:
                raise ValidationError(_("Choisissez au moins un signalement."), code="empty")
            tournee = form.build()
            if not tournee.service_id:
                tournee.service = chosen[0].service
            if not may_make(request.desk_roles, tournee.service):
                raise PermissionDenied
            prepared = actions.make_round(tournee, chosen, person=request.user, role=_role(request, chosen[0]))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _tell(request, prepared)
            return redirect("signalements:rounds:round", tournee.uuid)
    return _show_new(request, form, chosen, SuggestForm(), UNPROCESSABLE)


def _role(request: HttpRequest, signalement: Signalement) -> str:
    return acting_role(request.user, signalement) or request.desk_roles[0].name


def _tell(request: HttpRequest, prepared: actions.Prepared) -> None:
    """How many are on it; and why each of the others is not."""
    for _each, why in prepared.left:
        messages.warning(request, why)
    lost = prepared.tournee.stops.filter(unreachable=True).select_related("signalement")
    for stop in lost:
        said = _("%(number)s n’est relié à aucune rue du réseau : il est à la fin, à vous de voir.")
        messages.warning(request, said % {"number": stop.signalement.number})
    messages.success(request, _("C’est prêt : chacun est planifié pour ce jour-là."), extra_tags="good")


def _show_new(
    request: HttpRequest, form: RoundForm, chosen: Sequence[Signalement], suggest: SuggestForm, status: int
) -> HttpResponse:
    context = {"form": form, "chosen": chosen, "suggest": suggest, "most": actions.MOST_STOPS}
    return render(request, "signalements/rounds/new.html", context, status=status)


@for_services
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/bureau/tournees/<uuid>/modifier/`: one button per change, each a `geste`; 403 for whoever only follows it."""
    tournee = round_for(request, uuid)
    if not may_make(request.desk_roles, tournee.service):
        raise PermissionDenied
    if request.method != "POST":
        return _show_edit(request, tournee)
    gesture = request.POST.get("geste", "")
    try:
        if gesture == "annuler":
            actions.cancel(tournee, person=request.user, role=request.desk_roles[0].name)
            messages.success(request, _("La tournée est annulée ; ses signalements restent planifiés."))
            return redirect("signalements:rounds:index")
        return _change(request, tournee, gesture)
    except ValidationError as error:
        return _show_edit(request, tournee, error.messages, UNPROCESSABLE)


def _change(request: HttpRequest, tournee: Tournee, gesture: str) -> HttpResponse:
    """One change; back to the stop it was about. Http404 for a stop of another round."""
    back = redirect("signalements:rounds:edit", tournee.uuid)
    if gesture == "ajouter":
        _add(request, tournee)
        return back
    if gesture == "ordonner":
        actions.put_in_order(tournee)
        return back
    pk = request.POST.get("arret", "")
    stop = get_object_or_404(
        tournee.stops.select_related("signalement", "tournee"), pk=pk if pk.isdecimal() and len(pk) < 10 else 0
    )
    if gesture in ("monter", "descendre"):
        actions.move_stop(stop, -1 if gesture == "monter" else 1)
    elif gesture == "suite":
        actions.put_in_order(tournee, after=stop)
    elif gesture == "retirer":
        actions.remove_stop(stop, person=request.user, role=_role(request, stop.signalement))
        return back
    else:
        raise ValidationError(_("Ce geste n’existe pas."), code="gesture")
    back["Location"] += f"#arret-{stop.pk}"
    return back


def _add(request: HttpRequest, tournee: Tournee) -> None:
    """By its number, or several from the desk's selection."""
    seen = scope(request.user, request.desk_roles)
    number = tidy(request.POST.get("numero", "")[:20].replace("\x00", "")).upper()
    found = chosen_in(seen, read_choice(request.POST.getlist("choisis")))
    found += list(seen.for_cards().filter(number=number)) if number else []
    if not found:
        raise ValidationError(_("Aucun signalement de votre service ne porte ce numéro."), code="unknown")
    added = actions.add_stops(tournee, found, person=request.user, role=_role(request, found[0]))
    if added.left:
        raise ValidationError([why for _each, why in added.left])
    actions.measure(tournee)
    messages.success(request, _("C’est ajouté, à la fin de la tournée."), extra_tags="good")


def _show_edit(request: HttpRequest, tournee: Tournee, wrong: Sequence[str] = (), status: int = 200) -> HttpResponse:
    cards = cards_of(tournee)
    context = {
        "tournee": tournee, "cards": cards, "wrong": wrong, "number": request.POST.get("numero", "")[:20],
        "drawing": drawing(tournee, cards),
    } | lengths(tournee)  # fmt: skip
    return render(request, "signalements/rounds/edit.html", context, status=status)


@require_safe
@for_services
def sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/bureau/tournees/<uuid>/feuille/`: the round on paper, with room to write."""
    tournee = round_for(request, uuid)
    context = {"tournee": tournee, "cards": cards_of(tournee)} | lengths(tournee)
    return render(request, "signalements/rounds/sheet.html", context)
