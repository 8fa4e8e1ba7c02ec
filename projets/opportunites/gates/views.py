"""`/opportunites/<uuid>/passage/`: which side has said yes, since when, what is missing, the options side by side."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carto.carte.ordering import keep_seed, visit_seed
from projets.opportunites.choosing.balloting import lines
from projets.opportunites.choosing.rights import places_of, role_for
from projets.opportunites.choosing.telling import mass_told, price, result_told
from projets.opportunites.gates import actions
from projets.opportunites.gates.asking import Asked, handle, sent
from projets.opportunites.gates.forms import GateForm, ReplyForm, ServiceForm
from projets.opportunites.gates.reading import gate_of, objections_of, phase_of, told
from projets.opportunites.gates.rights import for_pen, for_service, service_hand
from projets.opportunites.models import STATUS_LABELS, Consultation, Moment, Objection, Opportunite, Passage
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, holds_the_pen
from projets.opportunites.workflow import PHASES, Status

PROPOSE: Final = Asked(
    _("Proposer le passage à la suite"), _("Proposer le passage"), _("C’est proposé : il se franchit à deux."), "gate",
    _("Les habitants disent oui par une consultation ou en réunion, le service par écrit. Personne ne coche de case."),
)  # fmt: skip
REWRITE: Final = Asked(
    _("Récrire le passage"), _("Enregistrer"), _("C’est récrit : le service est de nouveau attendu."), "gate",
    _("Tant que les habitants n’ont pas répondu. Ce que le service avait dit est à redire."),
)  # fmt: skip
SPEAK: Final = Asked(_("Le mot du service"), _("Publier"), _("C’est publié, sous le nom de votre service."), "gate")
REPLY: Final = Asked(_("Répondre à une objection"), _("Publier la réponse"), _("La réponse est publiée."), "gate")


@never_cache
@require_safe
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The gate of the phase that the topic is in, and those that were passed before."""
    topic, seed = public_topic(key), visit_seed(request)
    gate = actions.settled(topic)
    past = topic.passages.exclude(pk=gate.pk if gate else None).select_related("service").order_by("-opened_at")
    phase = phase_of(topic)
    context = {
        "topic": topic, "phase": STATUS_LABELS[Status(phase)] if phase else "", "next": _next(phase),
        "past": past, "pen": holds_the_pen(request.user, topic), "speaks": service_hand(request.user, topic),
        "may_consult": role_for(request.user, places_of(topic, None)) if request.user.is_authenticated else None,
        "in_phase": topic.status in PHASES,
    }  # fmt: skip
    if gate is not None:
        context |= told(gate) | _asked_how(gate, seed)
    return keep_seed(render(request, "opportunites/gates/gate.html", context), request, seed)


def _next(phase: str) -> object:
    """What follows that phase, in words."""
    if not phase:
        return ""
    after = PHASES.index(Status(phase)) + 1
    return STATUS_LABELS[PHASES[after]] if after < len(PHASES) else gettext("la décision")


def _asked_how(gate: Passage, seed: int) -> dict[str, Any]:
    """The options side by side once everybody may read them, with what came of them once it is counted."""
    poll: Consultation | None = gate.consultation
    if poll is None or poll.moment == Moment.DRAFT:
        return {"poll": poll}
    if poll.moment != Moment.DONE:
        rows = [(line.option, line.price, "") for line in lines(poll, seed)]
        return {"poll": poll, "options": rows}
    rows = [(row.option, price(row.option), row.raw) for row in result_told(poll)["rows"]]
    return {"poll": poll, "options": rows, "objections": objections_of(poll)} | mass_told(poll)


@for_pen
def write(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`passage/ecrire/`: propose the gate of this phase, or say it otherwise until the residents have answered."""
    if topic.status not in PHASES:
        raise Http404
    gate = actions.settled(topic)
    form = GateForm(sent(request), topic=topic, gate=gate)

    def act(said: dict[str, Any]) -> None:
        if gate is None:
            actions.propose(topic, hand, **said)
        else:
            actions.write(gate, hand, **said)

    return handle(request, topic, form, REWRITE if gate else PROPOSE, act, hand=hand)


@for_service
def speak(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`passage/service/`: the service's yes, or what is missing."""
    gate = _there(topic)
    form = ServiceForm(sent(request), initial={"said": gate.service_said})

    def act(said: dict[str, Any]) -> None:
        actions.speak(gate, hand, said["said"], yes=said["yes"] == "oui")

    return handle(request, topic, form, SPEAK, act, hand=hand)


@for_pen
def reply(request: HttpRequest, topic: Opportunite, hand: Hand, pk: int) -> HttpResponse:
    """`passage/objections/12/`: answer one objection to what came first; 404 for any other."""
    gate = _there(topic)
    known = {each.pk for each in objections_of(gate.consultation)} if gate.consultation else set()
    objection = get_object_or_404(Objection, pk=pk, pk__in=known)
    form = ReplyForm(sent(request))

    def act(said: dict[str, Any]) -> None:
        actions.answer_objection(gate, objection, hand, said["said"])

    return handle(request, topic, form, REPLY, act, hand=hand, quoted=objection.text)


def _there(topic: Opportunite) -> Passage:
    if (gate := gate_of(topic)) is None:
        raise Http404
    return actions.settle(gate)
