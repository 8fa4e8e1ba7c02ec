"""`/opportunites/<uuid>/reunions/`: read by everybody, taken to one's calendar; announced and told by the carrier."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projets.opportunites.gates import meetings
from projets.opportunites.gates.asking import Asked, handle, sent
from projets.opportunites.gates.forms import HeldForm, MeetingForm, TellForm, WhyForm
from projets.opportunites.gates.ics import calendar
from projets.opportunites.gates.rights import for_pen
from projets.opportunites.models import Opportunite, Reunion
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, holds_the_pen

ANNOUNCE: Final = Asked(
    _("Annoncer une réunion"), _("Annoncer"), _("C’est annoncé : celles et ceux qui suivent le sujet le lisent."),
    "meetings", _("Pour en raconter une qui a eu lieu, sans l’avoir annoncée : « Raconter une réunion »."),
)  # fmt: skip
HELD: Final = Asked(
    _("Raconter une réunion"), _("Publier le compte rendu"), _("Le compte rendu est dans l’histoire du sujet."),
    "meetings", _("Avec sa date et son lieu, et combien sont venus : jamais qui."),
)  # fmt: skip
CALL_OFF: Final = Asked(
    _("Annuler cette réunion"), _("Annuler la réunion"), _("C’est annulé : l’histoire du sujet dit pourquoi."),
    "meetings",
)  # fmt: skip


@require_safe
def listing(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next ones, then those that were held with what came out of them."""
    topic = public_topic(key)
    every, now = list(topic.reunions.all()), timezone.now()
    context = {
        "topic": topic,
        "pen": holds_the_pen(request.user, topic),
        "coming": [each for each in every if each.recorded_at is None and each.at > now],
        "untold": [each for each in every if each.recorded_at is None and each.at <= now],
        "told": [each for each in reversed(every) if each.recorded_at is not None],
    }
    return render(request, "opportunites/gates/meetings.html", context)


@require_safe
def every_ics(request: HttpRequest, key: UUID) -> HttpResponse:
    """`reunions.ics`: all of them, to subscribe to."""
    topic = public_topic(key)
    return _file(request, topic, list(topic.reunions.all()), f"reunions-{topic.number}")


@require_safe
def one_ics(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """`reunions/12.ics`: one of them."""
    topic = public_topic(key)
    return _file(request, topic, [get_object_or_404(Reunion, opportunite=topic, pk=pk)], f"reunion-{topic.number}-{pk}")


def _file(request: HttpRequest, topic: Opportunite, shown: list[Reunion], name: str) -> HttpResponse:
    text = calendar(topic, shown, request.build_absolute_uri("/").rstrip("/"))
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@for_pen
def announce(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`reunions/annoncer/`."""
    form = MeetingForm(sent(request), topic=topic)
    return handle(request, topic, form, ANNOUNCE, lambda told: meetings.announce(topic, hand, **told), hand=hand)


@for_pen
def held(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`reunions/raconter/`: one that was never announced."""
    form = HeldForm(sent(request), topic=topic)
    return handle(request, topic, form, HELD, lambda told: meetings.tell_unannounced(topic, hand, **told), hand=hand)


@for_pen
def tell(request: HttpRequest, topic: Opportunite, hand: Hand, pk: int) -> HttpResponse:
    """`reunions/12/raconter/`: what came out of one that was announced."""
    meeting = get_object_or_404(Reunion, opportunite=topic, pk=pk)
    form = TellForm(sent(request), topic=topic, meeting=meeting)
    return handle(request, topic, form, HELD, lambda told: meetings.tell(meeting, hand, **told), hand=hand)


@for_pen
def call_off(request: HttpRequest, topic: Opportunite, hand: Hand, pk: int) -> HttpResponse:
    """`reunions/12/annuler/`."""
    meeting = get_object_or_404(Reunion, opportunite=topic, pk=pk)
    form = WhyForm(sent(request))
    act = meetings.call_off
    return handle(request, topic, form, CALL_OFF, lambda told: act(meeting, hand, told["why"]), hand=hand)
