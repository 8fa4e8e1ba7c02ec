"""The pages on which somebody carries, sets aside or wakes; and the gesture by which anybody wants a topic back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from carto.fiches.models import SoutienKind
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.weighing import weigh
from carto.fiches.voices.actions import Voice, take_back
from carto.fiches.voices.remembering import Remembered
from carto.problems import problem
from projets.opportunites.models import SIGNALS, Candidat, Opportunite, Sommeil
from projets.opportunites.referents import actions
from projets.opportunites.referents.forms import CarryCandidateForm, ReasonForm, SetAsideForm
from projets.opportunites.referents.rights import (
    Hand,
    acting_roles,
    hand_on_candidate,
    hand_on_topic,
    holds_the_pen,
)

UNPROCESSABLE, CONFLICT, TOO_MANY = 422, 409, 429


@dataclass(frozen=True)
class Act:
    """One thing to do: how its page is called, what it asks, what it does, what one reads then."""

    heading: str | Promise
    button: str | Promise
    form: type[forms.Form]
    done: str | Promise


CARRY: Final = gettext_lazy("Porter ce sujet")
ASIDE: Final = gettext_lazy("Mettre de côté")
CARRIED: Final = gettext_lazy("Vous portez ce sujet. Il reste à écrire sa fiche d’ouverture.")
SLEEPS: Final = gettext_lazy("C’est mis de côté : tout le monde lit pourquoi, et jusqu’à quand.")
CANDIDATE_ACTS: Final = {
    "porter": Act(CARRY, CARRY, CarryCandidateForm, CARRIED),
    "mettre-de-cote": Act(ASIDE, ASIDE, SetAsideForm, SLEEPS),
}
TOPIC_ACTS: Final = {
    "porter": Act(CARRY, CARRY, ReasonForm, CARRIED),
    "mettre-de-cote": Act(ASIDE, ASIDE, SetAsideForm, SLEEPS),
    "reveiller": Act(
        gettext_lazy("Réveiller ce sujet"), gettext_lazy("Réveiller"), ReasonForm,
        gettext_lazy("Le sujet attend de nouveau quelqu’un qui le porte."),
    ),
}  # fmt: skip


def for_hands(find: Callable[[Any], Any], right: Callable[[Any, Any], Hand | None]) -> Callable[..., Any]:
    """Only for whoever may act there: signed in, else 403 without any such role, 404 where it is not theirs."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @never_cache
        @login_required
        @require_http_methods(["GET", "POST"])
        @wraps(view)
        def guarded(request: HttpRequest, key: Any, **kwargs: Any) -> HttpResponse:
            found, hand = _in_hand(request, find, key, right)
            return view(request, found, hand, **kwargs)

        return guarded

    return guard


def _in_hand(
    request: HttpRequest, find: Callable[[Any], Any], key: Any, right: Callable[[Any, Any], Hand | None]
) -> tuple[Any, Hand]:
    """What is found, and as what whoever asks acts on it; 403 for whoever acts nowhere, 404 where it is not theirs."""
    if not acting_roles(request.user):
        raise PermissionDenied
    found = find(key)
    if (hand := right(request.user, found)) is None:
        raise Http404
    return found, hand


def _candidate(key: int) -> Candidat:
    rows = Candidat.objects.select_related("theme", "rue", "territoire", "formule", "opportunite")
    return get_object_or_404(rows, pk=key)


def public_topic(key: UUID) -> Opportunite:
    """The topic, as everybody may read it; Http404 otherwise."""
    return get_object_or_404(Opportunite.objects.public(), uuid=key)


def carried_topic(request: HttpRequest, key: UUID) -> tuple[Opportunite, Hand]:
    """The topic, and as what whoever asks carries it; 403 for whoever acts nowhere, 404 where it is not theirs."""
    return _in_hand(request, public_topic, key, holds_the_pen)


@for_hands(_candidate, hand_on_candidate)
def candidate_act(request: HttpRequest, candidat: Candidat, hand: Hand, act: str) -> HttpResponse:
    """`/referent/candidates/12/porter/` and `…/mettre-de-cote/`; 409 when it is a topic already."""
    named = _named(CANDIDATE_ACTS, act)
    if candidat.opportunite is not None:
        return _taken(request, candidat.opportunite)
    form = named.form(request.POST if request.method == "POST" else None, initial={"title": str(candidat)[:140]})
    context = {
        "subject": str(candidat), "hand": hand, "act": named,
        "signals": [(label, getattr(candidat, name)) for name, label in SIGNALS.items()], "score": candidat.score,
    }  # fmt: skip
    if not form.is_valid():
        return _asked(request, form, context)
    do = actions.carry_candidate if act == "porter" else actions.set_candidate_aside
    try:
        topic = do(candidat, hand, **form.cleaned_data)
    except actions.Taken as error:
        return _taken(request, error.topic)
    return _done(request, topic, named)


@for_hands(public_topic, hand_on_topic)
def topic_act(request: HttpRequest, topic: Opportunite, hand: Hand, act: str) -> HttpResponse:
    """`/referent/sujets/<uuid>/porter/`, `…/mettre-de-cote/`, `…/reveiller/`; 409 when it is no longer possible."""
    named = _named(TOPIC_ACTS, act)
    actions.settle(topic)
    form = named.form(request.POST if request.method == "POST" else None)
    context = {"subject": topic.title, "topic": topic, "hand": hand, "act": named}
    if not form.is_valid():
        return _asked(request, form, context)
    told = form.cleaned_data
    try:
        if act == "porter":
            actions.carry(topic, hand, told["reason"])
        elif act == "reveiller":
            actions.wake(topic, hand, told["reason"])
        else:
            actions.set_aside(topic, hand, **told)
    except ValidationError as error:
        form.add_error(None, error)
        return _asked(request, form, context, CONFLICT)
    return _done(request, topic, named)


def _named(acts: dict[str, Act], name: str) -> Act:
    if name not in acts:
        raise Http404
    return acts[name]


def _asked(request: HttpRequest, form: forms.Form, context: dict[str, Any], status: int = 0) -> HttpResponse:
    status = status or (UNPROCESSABLE if form.is_bound else 200)
    return render(request, "opportunites/referents/act.html", context | {"form": form}, status=status)


def _taken(request: HttpRequest, topic: Opportunite) -> HttpResponse:
    return render(request, "opportunites/referents/taken.html", {"topic": topic}, status=CONFLICT)


def _done(request: HttpRequest, topic: Opportunite, act: Act) -> HttpResponse:
    messages.success(request, act.done, "good")
    return redirect(topic.get_absolute_url())


@dataclass(frozen=True)
class OfSleep:
    """What a browser remembers of one sleep of one topic: the next sleep is another question."""

    uuid: str

    @classmethod
    def of(cls, sleep: Sommeil) -> "OfSleep":
        """Of that sleep."""
        return cls(f"sommeil:{sleep.pk}")


@require_POST
def want_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/redemander/`: with or without an account, counted once; `annuler` takes it back."""
    topic = public_topic(uuid)
    actions.settle(topic)
    sleep = topic.sommeils.filter(ended_at=None).first()
    if sleep is None:
        return problem(CONFLICT, _("Ce sujet ne dort plus : il n’y a plus à le redemander."))
    voice, of_sleep = Voice.of(request, topic), OfSleep.of(sleep)
    remembered = Remembered.of(request)
    if "annuler" in request.POST:
        take_back(topic, SoutienKind.STILL, voice)
        said = False
        messages.success(request, _("C’est effacé."), "good")
    else:
        if weigh(request, Sending.SOUTIEN).level is Level.HELD:
            return problem(
                TOO_MANY, _("Beaucoup de gestes arrivent de votre réseau : réessayez dans quelques minutes.")
            )
        again = voice.person is None and remembered.holds(of_sleep)
        said = not again and actions.want_back(topic, voice)
        messages.success(request, _("C’est noté, merci.") if said else _("Vous l’aviez déjà dit : c’est noté."), "good")
        said = True
    answer = redirect(f"{topic.get_absolute_url()}#sommeil")
    if voice.person is not None:
        return answer
    return remembered.kept(answer, of_sleep, said=said, secure=request.is_secure())
