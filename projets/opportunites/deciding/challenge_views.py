"""Where anybody questions a decision, joins those who do, and where whoever carries the topic answers."""

import uuid as identity
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.personal import find_personal
from carto.fiches.trust.weighing import weigh
from carto.fiches.trust.wording import SORTS, listed
from carto.fiches.voices.actions import Voice
from carto.fiches.voices.remembering import Remembered
from carto.problems import problem
from projets.opportunites.deciding import challenging
from projets.opportunites.deciding.challenging import OfChallenge, Outcome
from projets.opportunites.deciding.forms import day_field, words_field
from projets.opportunites.deciding.pen import CONFLICT, TOO_MANY, UNPROCESSABLE, for_pen
from projets.opportunites.deciding.sheet import current_of
from projets.opportunites.models import Opportunite
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand
from projets.opportunites.referents.waking import FEWEST, SHARE
from projets.opportunites.workflow import Status

BUSY = gettext_lazy("Beaucoup de gestes arrivent de votre réseau : réessayez dans quelques minutes.")


class AskForm(forms.Form):
    """What one asks of a decision, under one's name or without."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    text = words_field(
        gettext_lazy("Ce que vous demandez"), 2000,
        gettext_lazy("Ce qui ne va pas dans la décision, et ce que vous proposez. Ne nommez personne."), rows=4,
    )  # fmt: skip
    named = forms.ChoiceField(
        label=gettext_lazy("Votre nom"), required=False, widget=forms.RadioSelect,
        choices=[("", gettext_lazy("Rester anonyme")), ("yes", gettext_lazy("Signer de mon nom"))],
    )  # fmt: skip

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"uuid": identity.uuid4(), "named": ""}
        if not signed_in:
            del self.fields["named"]

    def clean_text(self) -> str:
        """The words, which are public at once: none may tell who somebody is."""
        text = self.cleaned_data["text"]
        found = {each.sort for each in find_personal(text)}
        if found:
            said = _("ces mots paraissent aussitôt, et semblent contenir %(what)s.")
            raise ValidationError(said % {"what": listed(sort for sort in SORTS if sort in found)})
        return text


class ChallengeAnswerForm(forms.Form):
    """Kept, adjusted or reopened, with the reasons; adjusted says when the next decision will be taken."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("La décision est"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    words = words_field(gettext_lazy("Pourquoi"), 4000, gettext_lazy("Tout le monde le lira."), rows=5)
    expected_on = day_field(
        gettext_lazy("Si elle est ajustée, la nouvelle sera prise le"),
        gettext_lazy("Elle s’écrit à partir de celle-ci, et la remplace une fois prise."), required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """An adjusted decision is announced as any other."""
        data = super().clean()
        day = data.get("expected_on")
        adjusted = data.get("outcome") == Outcome.ADJUSTED and not self.has_error("expected_on")
        if adjusted and (day is None or day < localdate()):
            said = _("dites quand la nouvelle décision sera prise, aujourd’hui ou plus tard.")
            self.add_error("expected_on", said)
        return data


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/decision/questionner/`: anybody, with or without an account; 409 when it is too late, or
    while another question waits; what was typed stays.
    """
    topic = public_topic(uuid)
    if current_of(topic) is None:
        raise Http404
    signed_in = request.user.is_authenticated
    form = AskForm(request.POST if request.method == "POST" else None, signed_in=signed_in)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        if weigh(request, Sending.COMMENTAIRE).level is not Level.CALM:
            form.add_error(None, BUSY)
            return _asking(request, topic, form, TOO_MANY)
        told = form.cleaned_data
        author = request.user if told.get("named") else None
        try:
            voice = Voice.of(request, topic)
            made = challenging.open_challenge(topic, told["text"], voice, uuid=told["uuid"], author=author)
        except ValidationError as error:
            form.add_error(None, error)
            return _asking(request, topic, form, CONFLICT)
        messages.success(request, _("Votre question est posée : d’autres peuvent s’y joindre."), "good")
        return _back(request, topic, voice, OfChallenge.of(made))
    return _asking(request, topic, form, status)


def _asking(request: HttpRequest, topic: Opportunite, form: AskForm, status: int) -> HttpResponse:
    running = challenging.running(current_of(topic))
    context = {
        "topic": topic, "form": form, "limit": challenging.limit_of(topic), "share": SHARE, "fewest": FEWEST,
        "days": settings.CARTO_QUESTION_DAYS, "running": running, "over": topic.status != Status.DECIDED,
    }  # fmt: skip
    return render(request, "opportunites/deciding/ask.html", context, status=status)


@require_POST
def join(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`…/questionner/rejoindre/`: one gesture, once a person; 409 when no question waits."""
    topic = public_topic(uuid)
    challenge = challenging.running(current_of(topic))
    if challenge is None:
        return problem(CONFLICT, _("Aucune question n’attend de réponse : vous pouvez en poser une."))
    if weigh(request, Sending.SOUTIEN).level is Level.HELD:
        return problem(TOO_MANY, str(BUSY))
    voice, of_this = Voice.of(request, topic), OfChallenge.of(challenge)
    again = voice.person is None and Remembered.of(request).holds(of_this)
    try:
        new = not again and challenging.join(topic, voice)
    except ValidationError as error:
        return problem(CONFLICT, error.messages[0])
    messages.success(request, _("C’est noté, merci.") if new else _("Vous l’aviez déjà dit : c’est noté."), "good")
    return _back(request, topic, voice, of_this)


def _back(request: HttpRequest, topic: Opportunite, voice: Voice, of_this: OfChallenge) -> HttpResponse:
    answer = redirect("opportunites:decision", uuid=topic.uuid)
    answer["Location"] += "#questionner"
    if voice.person is not None:
        return answer
    return Remembered.of(request).kept(answer, of_this, said=True, secure=request.is_secure())


@for_pen({Status.DECIDED})
def answer(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`…/questionner/repondre/`: kept, adjusted or reopened, with reasons; 404 when no question waits."""
    challenge = challenging.running(current_of(topic))
    if challenge is None:
        raise Http404
    form = ChallengeAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        about = _("Elle ajuste la décision prise, après la question qui lui a été posée.")
        try:
            challenging.answer(topic, hand, about=about, **told)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est répondu : tout le monde le lit."), "good")
            return redirect("opportunites:decision", uuid=topic.uuid)
    context = {
        "topic": topic, "hand": hand, "form": form, "heading": _("Répondre à la question"), "asked": challenge,
        "words": challenging.words_of(challenge), "button": _("Répondre à tout le monde"),
    }  # fmt: skip
    return render(request, "opportunites/deciding/act.html", context, status=UNPROCESSABLE if form.is_bound else 200)
