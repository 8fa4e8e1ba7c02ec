"""The page of families, and the desk of whoever holds the pen; an author contests from the page itself."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.carte.ordering import keep_seed, visit_seed
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from projets.opportunites.models import Opportunite, Rangement
from projets.opportunites.phases.families import actions
from projets.opportunites.phases.families.forms import FamilyForm, FilingForm, WordsForm
from projets.opportunites.phases.families.reading import arguments_of, families, unfiled
from projets.opportunites.phases.threads import drawn_rank
from projets.opportunites.referents.act_views import carried_topic, public_topic
from projets.opportunites.referents.rights import holds_the_pen

UNPROCESSABLE: Final = 422
CONFLICT: Final = 409
PER_PAGE: Final = 30


@never_cache
@require_safe
def index(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/arguments/`: families side by side, and what none of them has taken yet."""
    topic, seed = public_topic(uuid), visit_seed(request)
    left = sorted(unfiled(topic)[:500], key=lambda each: drawn_rank(seed, each.pk))
    sides = families(topic, seed)
    context = {
        "topic": topic, "sides": sides, "unfiled": left, "pen": holds_the_pen(request.user, topic),
        "told": any(side["families"] for side in sides),
    }  # fmt: skip
    return keep_seed(render(request, "opportunites/phases/families/index.html", context), request, seed)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def family(request: HttpRequest, uuid: UUID, pk: int | None = None) -> HttpResponse:
    """`…/arguments/familles/` writes a new one, `…/familles/12/` tells it in other words; `enlever` an empty one."""
    topic, hand = carried_topic(request, uuid)
    famille = get_object_or_404(topic.familles, pk=pk) if pk is not None else None
    form = FamilyForm(request.POST if request.method == "POST" else None, instance=famille)
    status = UNPROCESSABLE if form.is_bound else 200
    try:
        if request.method == "POST" and "enlever" in request.POST and famille is not None:
            actions.drop_family(famille, hand)
            return redirect("opportunites:families", uuid=topic.uuid)
        if form.is_valid():
            actions.write_family(topic, hand, form.cleaned_data, famille)
            messages.success(request, _("C’est écrit : tout le monde lit cette famille."), "good")
            return redirect("opportunites:families_file", uuid=topic.uuid)
    except ValidationError as error:
        form.add_error(None, error)
        status = CONFLICT
        if error.code == "stale":  # what was typed stays, to be sent again once the other's words are read
            form.data = request.POST.copy()
            form.data["seen"] = topic.familles.get(pk=pk).said
    context = {"topic": topic, "form": form, "famille": famille}
    return render(request, "opportunites/phases/families/family.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`…/arguments/ranger/`: a family for each argument; those that have none come first."""
    topic, hand = carried_topic(request, uuid)
    known = list(topic.familles.all())
    first = F("rangement__famille").asc(nulls_first=True)
    rows = arguments_of(topic).select_related("author", "rangement").order_by(first, "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    said = list(rows.filter(pk__in=FilingForm.named(request.POST))) if request.method == "POST" else list(page)
    form = FilingForm(request.POST if request.method == "POST" else None, said=said, families=known)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            n = actions.file_arguments(topic, hand, form.where())
        except ValidationError as error:
            form.add_error(None, error)
            status = CONFLICT
        else:
            messages.success(request, _("C’est rangé.") if n else _("Rien n’a changé."), "good")
            return redirect(request.get_full_path())
    context = {"topic": topic, "form": form, "page": page, "families": known}
    return render(request, "opportunites/phases/families/file.html", context, status=status)


def _contested(topic: Opportunite, pk: int) -> Rangement:
    rows = Rangement.objects.filter(famille__opportunite=topic.pk, commentaire__in=arguments_of(topic))
    found = get_object_or_404(rows.select_related("famille", "commentaire__author", "contest__author"), pk=pk)
    found.famille.opportunite = topic
    return found


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def contest(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`…/arguments/12/contester/`: the author alone says « ce n’est pas ce que j’ai dit »; 404 for anybody else."""
    topic = public_topic(uuid)
    rangement = _contested(topic, pk)
    if rangement.commentaire.author_id != request.user.pk:
        raise Http404
    form = WordsForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _words(request, topic, rangement, form, "contest", UNPROCESSABLE if form.is_bound else 200)
    told = form.cleaned_data
    try:
        verdict = weigh(request, Sending.COMMENTAIRE, uuid=told["uuid"])
        said = actions.contest(rangement, request.user, told["text"], verdict)
    except ValidationError as error:
        form.add_error(None, error)
        return _words(request, topic, rangement, form, "contest", CONFLICT)
    if said.visibility == "public":
        messages.success(request, _("C’est dit : cela s’affiche ici jusqu’à ce que l’on vous réponde."), "good")
    else:
        messages.info(request, _("Merci. Une personne lira vos mots avant qu’ils paraissent."))
    return redirect("opportunites:families", uuid=topic.uuid)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`…/arguments/12/repondre/`: whoever holds the pen answers the author; 409 when it is done."""
    topic, hand = carried_topic(request, uuid)
    rangement = _contested(topic, pk)
    if rangement.contest is None:
        raise Http404
    form = WordsForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _words(request, topic, rangement, form, "settle", UNPROCESSABLE if form.is_bound else 200)
    try:
        actions.answer_contest(rangement, hand, form.cleaned_data["text"])
    except ValidationError as error:
        form.add_error(None, error)
        return _words(request, topic, rangement, form, "settle", CONFLICT)
    messages.success(request, _("C’est répondu."), "good")
    return redirect("opportunites:families", uuid=topic.uuid)


def _words(
    request: HttpRequest, topic: Opportunite, rangement: Rangement, form: WordsForm, act: str, status: int
) -> HttpResponse:
    context = {"topic": topic, "each": rangement, "form": form, "act": act}
    return render(request, "opportunites/phases/families/words.html", context, status=status)
