"""The page of what is decided on a topic, and those on which whoever carries it announces, writes, takes, follows."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carto.fiches.voices.actions import Voice, heard
from carto.fiches.voices.remembering import Remembered
from projets.opportunites.deciding import actions, challenging
from projets.opportunites.deciding.chosen import Chosen, chosen
from projets.opportunites.deciding.forms import (
    AnnounceForm,
    EcartRows,
    FollowForm,
    JalonRows,
    PisteRows,
    SheetForm,
    TakeForm,
    names_for,
)
from projets.opportunites.deciding.pen import CONFLICT, DECIDABLE, UNPROCESSABLE, for_pen
from projets.opportunites.deciding.sheet import current_of, draft_of, left_out, missing, sources_of
from projets.opportunites.deciding.telling import dates_of
from projets.opportunites.models import Decision, Ecart, Livraison, Opportunite
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, holds_the_pen
from projets.opportunites.referents.waking import SHARE
from projets.opportunites.workflow import Status


@never_cache
@require_safe
def page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/decision/`: what is announced, what is decided and why, what followed, who questions it."""
    topic = public_topic(uuid)
    every = topic.decisions.select_related("replaces").prefetch_related("pistes", "ecarts__consultation")
    rows = list(every.prefetch_related("interpellations__commentaire__author"))
    taken = sorted((each for each in rows if each.taken_at), key=lambda each: each.taken_at, reverse=True)
    draft = next((each for each in rows if each.taken_at is None), None)
    current = taken[0] if taken else None
    announced = draft if draft is not None and draft.announced_at else None
    made = Livraison.objects.filter(opportunite=topic).first()
    context = {
        "topic": topic, "current": current, "announced": announced, "past": taken[1:], "made": made,
        "late": bool(announced and announced.expected_on < localdate()), "draft": draft,
        "hand": holds_the_pen(request.user, topic) if request.user.is_authenticated else None,
        "decidable": topic.status in DECIDABLE, "dates": dates_of(current or announced, made and made.delivered_on),
    }  # fmt: skip
    return render(request, "opportunites/deciding/page.html", context | _questions(request, topic, taken))


def _questions(request: HttpRequest, topic: Opportunite, taken: list[Decision]) -> dict[str, Any]:
    """Every question that was put to it, the one that waits first, and how one joins."""
    asked = [each for decision in taken for each in decision.interpellations.all()]
    told = [(each, challenging.words_of(each), challenging.promised(each)) for each in asked]
    opened = topic.status == Status.DECIDED and bool(taken)
    waiting = next((each for each in taken[0].interpellations.all() if not each.answered_at), None) if opened else None
    said: dict[str, Any] = {"asked": told, "waiting": waiting, "may_ask": opened and waiting is None, "share": SHARE}
    if waiting is not None:
        voice = Voice.of(request, topic)
        people = heard(topic, voice)
        remembered = voice.person is None and Remembered.of(request).holds(challenging.OfChallenge.of(waiting))
        said |= {"people": people.still, "mine": bool(people.mine) or remembered,
                 "left": max(0, waiting.needed - people.still)}  # fmt: skip
    return said | {"days": settings.CARTO_QUESTION_DAYS}


@for_pen()
def announce(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`…/decision/annoncer/`: the first notice; again, its day has moved."""
    draft = draft_of(topic)
    initial = {"expected_on": draft.expected_on, "about": draft.about} if draft else {}
    form = AnnounceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        again = current_of(topic) is not None and draft is None
        try:
            (actions.begin_again if again else actions.announce)(topic, hand, **form.cleaned_data)
        except ValidationError as error:  # it was delivered or set aside at this very moment
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est annoncé : ceux qui suivent le sujet le lisent."), "good")
            return redirect("opportunites:decision", uuid=topic.uuid)
    context = {"heading": _("Annoncer la décision"), "button": _("Annoncer à tout le monde")}
    return _act(request, topic, hand, form, context)


def _act(request: HttpRequest, topic: Opportunite, hand: Hand, form: Any, context: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    context |= {"topic": topic, "hand": hand, "form": form}
    return render(request, "opportunites/deciding/act.html", context, status=status)


@for_pen()
def write(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`…/decision/ecrire/`: a draft that may wait for any of its lines; 409 when somebody else wrote meanwhile."""
    data = request.POST if request.method == "POST" else None
    decision, found = draft_of(topic) or Decision(opportunite=topic), chosen(topic)
    form = SheetForm(data, decision=decision, sources=sources_of(topic), found=found)
    rows = _rows(data, topic, decision, found)
    if data is not None and all([form.is_valid(), *(each.is_valid() for each in rows)]):
        try:
            with transaction.atomic():
                actions.write(topic, hand, form, rows)
        except ValidationError as error:
            form.add_error(None, error)
            form.data = data.copy()  # what was typed stays, to be sent again once the other's words are read
            form.data["version"] = current.version if (current := draft_of(topic)) else 0
            return _sheet(request, topic, form, rows, CONFLICT)
        messages.success(request, _("Le brouillon est gardé : personne d’autre ne le lit."), "good")
        return redirect(
            "opportunites:decision_take" if "prendre" in data else "opportunites:decision_write", topic.uuid
        )
    return _sheet(request, topic, form, rows, UNPROCESSABLE if data is not None else 200)


def _rows(data: Any, topic: Opportunite, decision: Decision, found: list[Chosen]) -> list[Any]:
    """The options, the other departures, the promised steps; the options of what was voted are there to begin with."""
    names = [] if decision.pk and decision.pistes.exists() else [
        {"name": name[:160], "kept": name == each.name} for each in found[-1:] for name in each.options
    ]  # fmt: skip
    pistes = PisteRows(data, instance=decision, prefix="piste", initial=names)
    pistes.extra = len(names) + 2
    others = Ecart.objects.filter(consultation=None)
    return [
        pistes, EcartRows(data, instance=decision, prefix="ecart", queryset=others),
        JalonRows(data, instance=topic, prefix="jalon", queryset=topic.jalons.filter(done_on=None)),
    ]  # fmt: skip


def _sheet(request: HttpRequest, topic: Opportunite, form: SheetForm, rows: list[Any], status: int) -> HttpResponse:
    pistes, ecarts, jalons = rows
    asked = [[form[name] for name in names_for(each)] for each in form.found]
    later = {name for each in form.found for name in names_for(each)} | {"signatory", "signatory_role", "legal_act"}
    context = {
        "topic": topic, "form": form, "pistes": pistes, "ecarts": ecarts, "jalons": jalons, "asked": asked,
        "first": [field for field in form.visible_fields() if field.name not in later],
        "last": [form[name] for name in ("signatory", "signatory_role", "legal_act")],
        "wrong": any(each.total_error_count() for each in rows) if form.is_bound else False,
        "decision": form.decision, "owed": missing(form.decision if form.decision.pk else None, form.found),
    }  # fmt: skip
    return render(request, "opportunites/deciding/write.html", context, status=status)


@for_pen()
def take(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`…/decision/prendre/`: read once more, then taken; refused (422) with each line that is missing."""
    decision, departs = draft_of(topic), left_out(topic)
    form = TakeForm(request.POST if request.method == "POST" else None, excuse=bool(departs))
    if form.is_valid():
        try:
            actions.take(topic, hand, form.cleaned_data.get("reason", ""))
        except ValidationError as error:
            if _is_taken(topic, decision):
                return redirect("opportunites:decision", uuid=topic.uuid)
            form.add_error("reason" if getattr(error, "code", "") in {"text", "unsigned"} else None, error)
        else:
            messages.success(request, _("La décision est prise : elle ne change plus, et chacun peut la lire."), "good")
            return redirect("opportunites:decision", uuid=topic.uuid)
    context = {"topic": topic, "hand": hand, "form": form, "decision": decision, "departs": departs,
               "owed": missing(decision, chosen(topic))}  # fmt: skip
    return render(request, "opportunites/deciding/take.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _is_taken(topic: Opportunite, decision: Decision | None) -> bool:
    """Whether what one wanted to take was taken meanwhile, by somebody else or by one’s own second tap."""
    current = current_of(topic)
    return current is not None and (decision == current if decision else topic.status == Status.DECIDED)


@for_pen({Status.DECIDED})
def follow(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`…/decision/suites/`: the third notice, what follows and for whom."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.follow(topic, hand, form.told())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est dit : ceux qui suivent le sujet le lisent."), "good")
            return redirect("opportunites:decision", uuid=topic.uuid)
    context = {"heading": _("Dire ce qui suit"), "button": _("Le dire à tout le monde")}
    return _act(request, topic, hand, form, context)
