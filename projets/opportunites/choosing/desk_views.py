"""Where a consultation is prepared and opened by whoever carries its topic, then helped on paper, or cancelled."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from carto.territoires.models import Level, Territoire
from projets.idees.rights import animation_roles, for_facilitators
from projets.opportunites.choosing import actions
from projets.opportunites.choosing.forms import CancelForm, CodesForm, ConsultationForm
from projets.opportunites.choosing.proposing import addable
from projets.opportunites.choosing.rights import carrying, places_of, role_for
from projets.opportunites.choosing.telling import mass_told, price
from projets.opportunites.models import Consultation, Opportunite
from projets.votes.polls.poll import Proof

UNPROCESSABLE, CONFLICT = 422, 409
Act = Callable[..., HttpResponse]


def for_carriers(view: Act) -> Act:
    """Only for those who carry that consultation: others sign in, or are refused (403). The view gets the consultation;
    `request.carrying_role` says as what one acts.
    """

    @for_facilitators
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        every = Consultation.objects.select_related("opportunite", "quartier").defer("quartier__geom")
        consultation = get_object_or_404(every, slug=slug)
        role = carrying(request.user, consultation)
        if role is None:
            raise PermissionDenied
        request.carrying_role = role.name
        actions.settle(consultation)
        return view(request, consultation, **kwargs)

    return guarded


@require_safe
@for_facilitators
def desk(request: HttpRequest) -> HttpResponse:
    """`/consultations/animer/`: those that one carries, drafts first; and where one may hold a session."""
    listed = Consultation.objects.select_related("opportunite").order_by("opened_at", "-opens_at")[:200]
    quartiers = Territoire.objects.in_force(timezone.localdate()).filter(level=Level.QUARTIER).defer("geom")
    own = animation_roles(request.user)
    if all(role.name == "referent" for role in own):
        quartiers = quartiers.filter(pk__in=[role.territoire_id for role in own])
    drafts_first = sorted(listed, key=lambda each: each.opened_at is not None)
    carried = [each for each in drafts_first if role_for(request.user, places_of(each.opportunite, each.quartier_id))]
    return render(request, "opportunites/choosing/desk/index.html", {"listed": carried, "quartiers": quartiers})


@for_facilitators
def new(request: HttpRequest) -> HttpResponse:
    """`animer/nouvelle/?sujet=UUID` or `?quartier=CODE`: a draft on a topic, or a choosing session of a quartier."""
    told = request.POST if request.method == "POST" else request.GET
    topic = get_object_or_404(Opportunite, uuid=told["sujet"]) if _is_uuid(told.get("sujet", "")) else None
    quartier = None
    if topic is None:
        every = Territoire.objects.in_force(timezone.localdate()).filter(level=Level.QUARTIER).defer("geom")
        quartier = get_object_or_404(every, code=told.get("quartier", ""))
    if role_for(request.user, places_of(topic, quartier and quartier.pk)) is None:
        raise PermissionDenied
    at = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=7)
    days = {"opens_at": 0, "closes_at": 21, "counts_at": 23}
    initial = {name: at + timedelta(days=ahead) for name, ahead in days.items()}
    initial |= {"areas": [quartier or topic.quartier_id], "proofs": [Proof.ACCOUNT, Proof.COUNTER]}
    if topic is not None:
        initial["title"] = topic.question[:140]
    else:
        initial |= {"keeps": 1, "quorum": 1, "sleeps_until": (at + timedelta(days=206)).date()}
    shown = topic is not None and topic.demonstration
    draft = Consultation(opportunite=topic, quartier=quartier, created_by=request.user, demonstration=shown)
    return _write(request, draft, initial)


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and all(sign in "0123456789abcdef-" for sign in text)


@for_carriers
def edit(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """One of them: its dates and rules, its options; once opened, paper, phone, codes, and the way to cancel."""
    return _write(request, consultation)


def _write(request: HttpRequest, consultation: Consultation, initial: dict[str, Any] | None = None) -> HttpResponse:
    if consultation.opened_at is not None:
        if request.method == "POST":
            return _after(request, consultation, _("C’est ouvert : rien ne change plus, sauf à l’annuler."), "bad")
        return render(request, "opportunites/choosing/desk/opened.html", _opened(consultation))
    form = ConsultationForm(request.POST if request.method == "POST" else None, instance=consultation, initial=initial)
    if form.is_valid():
        kept = form.save()
        messages.success(request, _("C’est enregistré."), "good")
        return redirect("opportunites:consultation_edit", slug=kept.slug)
    stored = Consultation.objects.filter(pk=consultation.pk).first() if consultation.pk else None
    context: dict[str, Any] = {"form": form, "consultation": stored, "topic": consultation.opportunite}
    context |= {"quartier": consultation.quartier}
    if stored is not None:
        context |= {
            "missing": actions.missing(stored),
            "options": [(option, price(option)) for option in stored.options.all()],
            "addable": addable(stored),
        }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "opportunites/choosing/desk/form.html", context, status=status)


def _opened(consultation: Consultation) -> dict[str, Any]:
    coded = {Proof.POSTED, Proof.COUNTER} & set(consultation.proofs)
    return {
        "consultation": consultation,
        "moment": consultation.moment,
        "codes": CodesForm(consultation) if coded else None,
        "closing": CancelForm(auto_id="annuler_%s"),
    } | mass_told(consultation)


@require_POST
@for_carriers
def announce(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Show it to everybody; refused in words while something is owed."""
    done = _("C’est annoncé : plus rien ne change, sauf à l’annuler.")
    return _do(request, consultation, actions.announce, done)


@require_POST
@for_carriers
def cancel(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Stop it, with the reason that everybody reads."""
    form = CancelForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""

    def act(stopped: Consultation, **by: Any) -> None:
        actions.cancel(stopped, why, **by)

    return _do(request, consultation, act, _("C’est annulé, la page dit pourquoi."))


def _do(request: HttpRequest, consultation: Consultation, act: Callable[..., None], done: str) -> HttpResponse:
    try:
        act(consultation, person=request.user, role=request.carrying_role)
    except ValidationError as error:
        return _after(request, consultation, " ".join(error.messages), "bad")
    return _after(request, consultation, done, "good")


def _after(request: HttpRequest, consultation: Consultation, said: str, tag: str) -> HttpResponse:
    messages.add_message(request, messages.SUCCESS if tag == "good" else messages.ERROR, said, tag)
    return redirect("opportunites:consultation_edit", slug=consultation.slug)
