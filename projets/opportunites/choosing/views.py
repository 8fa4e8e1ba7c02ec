"""Consultations as everybody reads them: the list, one of them, its result, its voices as a file."""

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carto.carte.ordering import keep_seed, visit_seed
from projets.idees.rights import animation_roles
from projets.opportunites.choosing.actions import settle
from projets.opportunites.choosing.balloting import lines
from projets.opportunites.choosing.rights import carrying
from projets.opportunites.choosing.scrutins import as_csv, as_json
from projets.opportunites.choosing.session import fates
from projets.opportunites.choosing.telling import mass_told, price, result_told, rules_told, stops
from projets.opportunites.models import Consultation, Moment

LISTED: Final = 200
RUNNING: Final = (Moment.EARLY, Moment.OPEN, Moment.COUNTING)


def found(request: HttpRequest, slug: str) -> Consultation:
    """That consultation, with what its clock says is due done; 404 for a draft, but to those who prepare it."""
    every = Consultation.objects.select_related("opportunite", "quartier").defer("quartier__geom")
    consultation = get_object_or_404(every, slug=slug)
    if consultation.opened_at is None and not carrying(request.user, consultation):
        raise Http404
    settle(consultation)
    return consultation


def is_told(consultation: Consultation) -> bool:
    """Whether what people said may be read: at the end, or all along where nothing else was promised."""
    moment = consultation.moment
    return moment == Moment.DONE or (moment in RUNNING and not consultation.hidden)


def _session(consultation: Consultation) -> dict[str, Any]:
    """Of a choosing session that is over, what becomes of each of its topics."""
    if consultation.opportunite_id is not None or consultation.moment != Moment.DONE:
        return {}
    return {"session_over": True, "fates": fates(consultation)}


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/consultations/`: those on their way, and those that are over."""
    listed = list(
        Consultation.objects.public().select_related("opportunite", "quartier").defer("quartier__geom")[:LISTED]
    )
    over = (Moment.DONE, Moment.CANCELLED)
    context = {
        "now": [each for each in listed if each.moment not in over],
        "past": [each for each in listed if each.moment in over],
        "animates": bool(animation_roles(request.user)),
    }
    return render(request, "opportunites/choosing/index.html", context)


@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: where it stands, what can be chosen in an order drawn for each visitor, who is missing."""
    consultation = found(request, slug)
    seed = visit_seed(request)
    options = [line.option for line in lines(consultation, seed)]
    context = {
        "consultation": consultation,
        "moment": consultation.moment,
        "stops": stops(consultation),
        "options": [(option, price(option)) for option in options],
        "told": is_told(consultation),
        "carries": carrying(request.user, consultation) is not None,
    }
    context |= rules_told(consultation) | mass_told(consultation) | _session(consultation)
    response = render(request, "opportunites/choosing/page.html", context)
    return keep_seed(response, request, seed)


@never_cache
@require_safe
def outcome(request: HttpRequest, slug: str) -> HttpResponse:
    """`resultat/`: who is missing, then what came first; 404 before its time."""
    consultation = found(request, slug)
    if not is_told(consultation):
        raise Http404
    context = {"consultation": consultation, "moment": consultation.moment}
    context |= rules_told(consultation) | result_told(consultation) | mass_told(consultation) | _session(consultation)
    return render(request, "opportunites/choosing/result.html", context)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """`recompter.py`: the thirty lines that count such a file again."""
    text = (settings.BASE_DIR / "docs" / "recompter.py").read_text(encoding="utf-8")
    headers = {"Content-Disposition": 'attachment; filename="recompter.py"'}
    return HttpResponse(text, content_type="text/x-python; charset=utf-8", headers=headers)


@require_safe
def voices_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """`voix.json`, `voix.csv`: every voice, without anything that says whose; 404 before the count."""
    consultation = found(request, slug)
    if consultation.moment != Moment.DONE or form not in ("csv", "json"):
        raise Http404
    text, kind = (as_csv(consultation), "text/csv") if form == "csv" else (as_json(consultation), "application/json")
    headers = {"Content-Disposition": f'attachment; filename="{consultation.slug}.{form}"'}
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=headers)
