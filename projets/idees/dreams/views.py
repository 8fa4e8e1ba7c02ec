"""`/reves/`: the dreams of a campaign that is over, and the landing of each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from carto.fiches.actions import fiche_of_secret
from carto.fiches.own.actions import Changed
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from carto.fiches.views import UNPROCESSABLE
from projets.idees.dreams import actions
from projets.idees.dreams.forms import FeasibleForm, WordsForm
from projets.idees.dreams.landing import CONDITIONS, LABELS, READABLE, Step, landing_of, parts_of, step_of
from projets.idees.dreams.rights import explaining, is_author, may_land, role_of
from projets.idees.dreams.waiting import set_aside
from projets.idees.layers import IDEES
from projets.idees.models import Campagne, Idee

CONFLICT = 409
PER_PAGE = 24


def _dream(uuid: UUID) -> Idee:
    """A dream that everybody may read, with its campaign and landing; Http404 for every other idea."""
    dreams = IDEES.objects().filter(campagne__dream=True, visibility__in=READABLE)
    return get_object_or_404(dreams.select_related("atterrissage__landed", "atterrissage__service"), uuid=uuid)


@require_safe
def dream_list(request: HttpRequest) -> HttpResponse:
    """`?campagne=<slug>&etat=mots`: its dreams, by how far they have come; without a campaign, the dream campaigns."""
    campagnes = Campagne.objects.public().filter(dream=True)
    slug = request.GET.get("campagne", "").replace("\x00", "")[:40]
    if not slug:
        return render(request, "idees/dreams/campagnes.html", {"campagnes": Paginator(campagnes, PER_PAGE).get_page(1)})
    campagne = get_object_or_404(campagnes, slug=slug)
    step = next((step for step in CONDITIONS if step == request.GET.get("etat")), None)
    dreams = IDEES.objects().filter(campagne=campagne, visibility__in=READABLE).select_related("atterrissage")
    if step and not campagne.is_open:
        dreams = dreams.filter(CONDITIONS[step])
    page = Paginator(dreams.order_by("created_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "campagne": campagne,
        "page": page,
        "lines": [(idee, LABELS[step_of(idee)]) for idee in page],
        "steps": [] if campagne.is_open else [(each.value, LABELS[each], each == step) for each in CONDITIONS],
        "chosen": step,
    }
    return render(request, "idees/dreams/list.html", context)


def _show(request: HttpRequest, idee: Idee, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a landing; `forms` replaces those that came back with something to say."""
    landing, step = landing_of(idee), step_of(idee)
    services = explaining(request.user, idee)
    on_its_way = step not in {Step.DREAMING, Step.KEPT, Step.LANDED}
    context = {
        "fiche": idee, "idee": idee, "layer": IDEES, "landing": landing, "step": step, "label": LABELS[step],
        "parts": parts_of(idee), "is_open": step is Step.DREAMING, "is_author": is_author(request.user, idee),
        "may_land": step is Step.READY and may_land(request.user, idee),
        "words_form": forms.get("words_form") or (WordsForm(landing=landing) if on_its_way else None),
        "feasible_form": forms.get("feasible_form"),
        "form": forms.get("words_form") or forms.get("feasible_form"),
        "theirs": forms.get("theirs"),
    }  # fmt: skip
    if on_its_way and context["feasible_form"] is None and services.exists():
        context["feasible_form"] = FeasibleForm(landing=landing, services=services)
    return render(request, "idees/dreams/landing.html", context, status=status)


@never_cache
@require_safe
def landing_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/reves/<uuid>/`: what was said of it, what is still missing, and who may add it."""
    return _show(request, _dream(uuid))


def _done(request: HttpRequest, idee: Idee, said: str) -> HttpResponse:
    messages.success(request, said, extra_tags="good")
    return redirect("idees:dreams:page", idee.uuid)


def _refused(request: HttpRequest, idee: Idee, error: ValidationError) -> HttpResponse:
    messages.error(request, error.message)
    return _show(request, _dream(idee.uuid), CONFLICT)


@never_cache
@require_POST
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Its author, by the account that signed it."""
    idee = _dream(uuid)
    if not is_author(request.user, idee):
        raise PermissionDenied
    try:
        actions.answer(idee, request.POST.get("accord") == "oui", person=request.user)
    except actions.NotNow as error:
        return _refused(request, idee, error)
    return _done(request, idee, _("C’est noté, merci. Vous pouvez changer d’avis jusqu’à ce qu’il soit posé."))


@never_cache
@require_POST
def answer_by_secret(request: HttpRequest, secret: str) -> HttpResponse:
    """Its author, by the secret link: nothing else says who they are."""
    fiche = fiche_of_secret(secret)
    if fiche is None:
        raise Http404
    idee = _dream(fiche.uuid)
    try:
        actions.answer(idee, request.POST.get("accord") == "oui")
        messages.success(request, _("C’est noté, merci. Vous pouvez changer d’avis jusqu’à ce qu’il soit posé."))
    except actions.NotNow as error:
        messages.error(request, error.message)
    return redirect(reverse("fiches:follow", args=[secret]))


@never_cache
@require_POST
def words(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The need and the first step, by anybody, without an account; what a person has to look at first waits."""
    idee = _dream(uuid)
    form = WordsForm(request.POST, landing=landing_of(idee))
    if not form.is_valid():
        return _show(request, idee, UNPROCESSABLE, words_form=form)
    told = form.cleaned_data
    verdict = weigh(request, Sending.COMMENTAIRE, uuid=told["uuid"])
    try:
        if verdict.holds or form.holds():
            set_aside(idee, form, verdict)
            return _done(request, idee, _("Merci. Une personne lira vos mots avant qu’ils paraissent."))
        actions.put_in_words(
            idee, told["need"], told["first_step"], as_seen=told["seen"], role=role_of(request.user, idee)
        )
    except Changed:
        fresh = _dream(uuid)
        form.look_again(landing_of(fresh))
        return _show(request, fresh, CONFLICT, words_form=form, theirs=landing_of(fresh))
    except actions.NotNow as error:
        return _refused(request, idee, error)
    return _done(request, idee, _("C’est écrit. L’histoire du rêve garde les mots d’avant."))


@never_cache
@require_POST
def technician(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What it takes, by an agent of the service."""
    idee = _dream(uuid)
    services = explaining(request.user, idee)
    if not services.exists():
        raise PermissionDenied
    form = FeasibleForm(request.POST, landing=landing_of(idee), services=services)
    if not form.is_valid():
        return _show(request, idee, UNPROCESSABLE, feasible_form=form)
    told = form.cleaned_data
    try:
        actions.explain(idee, told["feasible"], service=told["service"], person=request.user)
    except actions.NotNow as error:
        return _refused(request, idee, error)
    return _done(request, idee, _("C’est écrit : tout le monde peut le lire."))


@never_cache
@require_POST
def land(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """« Poser au sol »: the dream becomes a proposal."""
    idee = _dream(uuid)
    if not may_land(request.user, idee):
        raise PermissionDenied
    try:
        landed = actions.land(idee, person=request.user, role=role_of(request.user, idee))
    except actions.NotNow as error:
        return _refused(request, idee, error)
    messages.success(request, _("C’est posé : le rêve est devenu une proposition."), extra_tags="good")
    return redirect(landed.get_absolute_url())
