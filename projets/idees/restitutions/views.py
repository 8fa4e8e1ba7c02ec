"""Restitutions: listed by lot, read, composed, changed by their secret, and looked at by the moderation."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from carto.carte.listing import lines
from carto.carte.ordering import keep_seed, visit_seed
from carto.comptes.rules import ANIMATE, is_moderator
from carto.fiches.models import Fiche, Rule, Visibility
from carto.fiches.own.doors import qr_code
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from carto.policy import allow
from projets.idees.models import Campagne, Restitution
from projets.idees.restitutions import actions
from projets.idees.restitutions.forms import LookForm, RestitutionForm, offered, query_of
from projets.idees.restitutions.sources import sources, sources_of

UNPROCESSABLE, CONFLICT, GONE = 422, 409, 410
PER_PAGE: Final = 30
READABLE: Final = (Visibility.PUBLIC, Visibility.BINNED)


@require_GET
def restitution_list(request: HttpRequest) -> HttpResponse:
    """`/restitutions/?campagne=`: all of them at the same size, in an order drawn by lot for this visit."""
    slug = request.GET.get("campagne", "")[:40]
    campagne = Campagne.objects.public().filter(slug=slug).first() if slug and "\x00" not in slug else None
    shown = Restitution.objects.public()
    shown = shown.filter(campagne=campagne) if campagne else shown
    seed = visit_seed(request)
    page = Paginator(shown.by_lot(str(seed)).select_related("campagne"), PER_PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "campagne": campagne}
    waiting = Restitution.objects.filter(visibility=Visibility.WAITING) if is_moderator(request.user) else ()
    answer = render(request, "idees/restitutions/list.html", told | {"waiting": waiting})
    return keep_seed(answer, request, seed)


@require_GET
def restitution_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/restitutions/<uuid>/`: the words, the chosen fiches, and the sources counted at this moment."""
    restitution = get_object_or_404(Restitution.objects.select_related("campagne"), uuid=uuid)
    moderates = is_moderator(request.user)
    if restitution.visibility == Visibility.WITHDRAWN:
        return render(request, "idees/restitutions/gone.html", status=GONE)
    if restitution.visibility not in READABLE and not moderates:
        raise Http404
    return _read(request, restitution, LookForm() if moderates else None)


def _read(request: HttpRequest, restitution: Restitution, look: LookForm | None, status: int = 200) -> HttpResponse:
    fiches = {line.fiche.pk: line for line in lines(_chosen_fiches(restitution))}
    chosen = [(fiches[each.fiche_id], each.text) for each in restitution.chosen.all() if each.fiche_id in fiches]
    told = {"restitution": restitution, "chosen": chosen, "sources": sources(restitution), "look": look}
    if restitution.visibility == Visibility.BINNED:
        told["rule"] = Rule(restitution.rule).label
    return render(request, "idees/restitutions/page.html", told, status=status)


def _chosen_fiches(restitution: Restitution) -> Any:
    return Fiche.objects.public().filter(pk__in=restitution.chosen.values("fiche")).for_cards()


@never_cache
def compose(request: HttpRequest) -> HttpResponse:
    """`/restitutions/composer/?couches=…&themes=…`: from that view of the map; `?campagne=` for one campaign."""
    initial = {"query": query_of(request.GET), "campagne": request.GET.get("campagne", "")[:40]}
    form = _form(request, initial=initial)
    if not (form.is_bound and form.is_valid()):
        return _compose(request, form, UNPROCESSABLE if form.is_bound else 200)
    verdict = weigh(request, Sending.FICHE, uuid=form.cleaned_data["uuid"])
    stored, secret = actions.publish(form.build(), form.chosen, holds=[*form.holds(), *verdict.holds])
    if not secret:
        return redirect(stored)
    return redirect(f"{reverse('idees:restitutions:mine', args=[secret])}?merci")


def _form(request: HttpRequest, **given: Any) -> RestitutionForm:
    person = request.user if request.user.is_authenticated else None
    official = bool(person and person.roles.in_force().filter(name__in=ANIMATE).exists())
    return RestitutionForm(request.POST or None, person=person, may_be_official=official, **given)


def _compose(request: HttpRequest, form: RestitutionForm, status: int, **told: Any) -> HttpResponse:
    query = form.data.get("query", "") if form.is_bound else form.initial.get("query", "")
    told |= {"form": form, "sources": sources_of(query[:1000]), "offered": offered(form, query[:1000])}
    return render(request, "idees/restitutions/compose.html", told, status=status)


@never_cache
def mine(request: HttpRequest, secret: str) -> HttpResponse:
    """`/restitutions/modifier/<secret>/`: the same form, for whoever holds the secret; `retirer` takes it back."""
    restitution = actions.by_secret(secret)
    if restitution is None:
        raise Http404
    if request.method == "POST" and "retirer" in request.POST:
        actions.withdraw(restitution)
        messages.success(request, _("C’est retiré. La page dit seulement qu’elle n’est plus là."))
        return redirect("idees:restitutions:list")
    form = _form(request, initial=_as_stored(restitution))
    told = {"restitution": restitution, "link": request.build_absolute_uri(request.path)}
    told["qr"], told["thanks"] = qr_code(told["link"]), "merci" in request.GET
    allow(request, "img-src", "data:")  # the QR code
    if not (form.is_bound and form.is_valid()):
        return _private(_compose(request, form, UNPROCESSABLE if form.is_bound else 200, **told))
    try:
        actions.change(restitution, form.words(), form.chosen, holds=form.holds())
    except ValidationError as error:
        form.add_error(None, error)
        return _private(_compose(request, form, CONFLICT, **told))
    messages.success(request, _("C’est enregistré."))
    return redirect(restitution)


def _as_stored(restitution: Restitution) -> dict[str, Any]:
    """The form as it was sent."""
    names = ("uuid", "title", "text", "query", "signature", "official")
    chosen = [(each.fiche, each.text) for each in restitution.chosen.select_related("fiche")]
    return {name: getattr(restitution, name) for name in names} | {"chosen": chosen}


def _private(answer: HttpResponse) -> HttpResponse:
    """What a secret opens is for its holder alone."""
    answer["X-Robots-Tag"], answer["Referrer-Policy"] = "noindex", "strict-origin"
    return answer


@require_POST
def look(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`POST /restitutions/<uuid>/relire/`: a moderator publishes it, or puts it in the public bin with the reason."""
    if not is_moderator(request.user):
        raise PermissionDenied
    restitution = get_object_or_404(Restitution, uuid=uuid)
    form = LookForm(request.POST)
    if not form.is_valid():
        return _read(request, restitution, form, UNPROCESSABLE)
    try:
        actions.look(restitution, by=request.user, shown="publier" in request.POST, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _read(request, restitution, form, UNPROCESSABLE)
    messages.success(request, _("C’est fait, et dit sur sa page."))
    return redirect(restitution)
