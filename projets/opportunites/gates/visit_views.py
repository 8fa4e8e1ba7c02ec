"""`/opportunites/<uuid>/reunions/<n>/`: a visit stop by stop, for those who come and for those who cannot."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.demarches.agenda.telling import box_of
from carto.fiches.models import Commentaire, Photo
from projets.opportunites.gates import visits
from projets.opportunites.gates.asking import Asked, handle, sent
from projets.opportunites.gates.rights import for_pen
from projets.opportunites.gates.saying import form_for, say
from projets.opportunites.gates.visit_forms import AskForm, SeenForm, StopForm
from projets.opportunites.models import Halte, Opportunite, Reunion
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, holds_the_pen

ASK: Final = Asked(
    _("Poser une question sur la visite"), _("Poser la question"), _("C’est posé : la réponse vient ici."), "visit",
    _("Avant, pour que l’on regarde à votre place ; après, sur ce qui y a été vu."),
)  # fmt: skip
STOP: Final = Asked(_("Ajouter une halte"), _("Ajouter"), _("La halte est ajoutée."), "visit")
SEEN: Final = Asked(_("Dire ce que l’on a vu"), _("Publier"), _("C’est publié, avec votre rôle et la date."), "visit")
ROOM: Final = 0.0008  # degrees around the stops: one walks from one to the next


def _visit(topic: Opportunite, pk: int) -> Reunion:
    return get_object_or_404(Reunion, opportunite=topic, kind=Reunion.Kind.VISIT, pk=pk)


@never_cache
@require_safe
def page(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Its day and place, its stops on a map, what was seen at each, what was asked and answered."""
    topic = public_topic(key)
    visit = _visit(topic, pk)
    stops = list(visit.haltes.prefetch_related(Prefetch("photos", Photo.objects.shown(), to_attr="shown")))
    asked = visit.questions.filter(visibility="public").select_related("author").replied().order_by("created_at", "pk")
    pins = _pins(visit, stops)
    context = {
        "topic": topic, "meeting": visit, "stops": stops, "asked": asked, "pins": pins,
        "pen": holds_the_pen(request.user, topic), "box": box_of(pins, topic.geom.extent, ROOM),
    }  # fmt: skip
    return render(request, "opportunites/gates/visit.html", context)


def _pins(visit: Reunion, stops: list[Halte]) -> list[list[Any]]:
    """As the calendar's map takes them, with the rank of each stop; the meeting point has none."""
    pins = [
        [stop.spot.x, stop.spot.y, 1, stop.place, f"#halte-{rank}", str(rank)]
        for rank, stop in enumerate(stops, 1)
        if stop.spot
    ]
    if visit.spot and not any(pin[:2] == [visit.spot.x, visit.spot.y] for pin in pins):
        pins.insert(0, [visit.spot.x, visit.spot.y, 1, visit.place, "#rendez-vous"])
    return pins


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """`questions/`: anybody, before and after."""
    topic = public_topic(key)
    visit = _visit(topic, pk)

    def keep(stored: Commentaire) -> None:
        visit.questions.add(stored)

    kept = Reunion.questions.through.objects.filter(reunion=visit)
    return say(request, topic, form_for(request, topic, AskForm), replace(ASK, of=(pk,)), keep, kept=kept)


@for_pen
def stop(request: HttpRequest, topic: Opportunite, hand: Hand, pk: int) -> HttpResponse:
    """`haltes/`: one more."""
    visit = _visit(topic, pk)
    form = StopForm(sent(request), topic=topic)
    return handle(request, topic, form, replace(STOP, of=(pk,)), lambda told: visits.add_stop(visit, **told), hand=hand)


@for_pen
def seen(request: HttpRequest, topic: Opportunite, hand: Hand, pk: int, stop: int) -> HttpResponse:
    """`haltes/3/`: what was seen there, with pictures."""
    halte = get_object_or_404(Halte, reunion=_visit(topic, pk), pk=stop)
    form = SeenForm(sent(request), request.FILES or None, stop=halte)

    def act(told: dict[str, Any]) -> None:
        visits.tell_seen(halte, hand, **told)

    return handle(request, topic, form, replace(SEEN, of=(pk,)), act, hand=hand, quoted=halte.place)
