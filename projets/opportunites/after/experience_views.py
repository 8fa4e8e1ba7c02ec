"""The experience sheet of a topic, the library of them all, and examples from elsewhere."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.fiches.models import Theme
from projets.opportunites.after.experience import add_example, experience_of, library, write
from projets.opportunites.after.forms import BilanForm, ExempleForm
from projets.opportunites.models import Bilan, Scale
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, acting_roles, holds_the_pen
from projets.opportunites.workflow import Status

UNPROCESSABLE, CONFLICT = 422, 409
PER_PAGE: Final = 24


@require_safe
def experience(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/bilan/`: what became of a topic, by who carried it and by residents, at the same size."""
    topic = public_topic(uuid)
    pen = holds_the_pen(request.user, topic) if topic.status == Status.DELIVERED else None
    return render(request, "opportunites/after/experience.html", experience_of(topic) | {"topic": topic, "pen": pen})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/bilan/ecrire/`: for whoever carries a delivered topic; 403 and 404 as its opening sheet."""
    if not acting_roles(request.user):
        raise PermissionDenied
    topic = public_topic(uuid)
    hand = holds_the_pen(request.user, topic)
    if hand is None or topic.status != Status.DELIVERED:
        raise Http404
    sheet = Bilan.objects.filter(opportunite=topic).first()
    form = BilanForm(request.POST if request.method == "POST" else None, sheet=sheet)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            write(topic, hand, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            status = CONFLICT
            form.data = request.POST.copy()  # what was typed stays, to be sent again once the other's words are read
            form.data["seen"] = Bilan.objects.get(opportunite=topic).version
        else:
            messages.success(request, _("C’est écrit : tout le monde le lit."), "good")
            return redirect("opportunites:experience", uuid=topic.uuid)
    return render(request, "opportunites/after/write.html", {"topic": topic, "form": form, "hand": hand}, status=status)


@require_safe
def experiences(request: HttpRequest) -> HttpResponse:
    """`/opportunites/experiences/?theme=&echelle=`: what was learnt here, and what was done elsewhere."""
    theme = request.GET.get("theme", "").replace("\x00", "")[:50]
    scale = request.GET.get("echelle", "")
    sheets, examples = library(theme, scale if scale in Scale.values else "")
    context = {
        "sheets": Paginator(sheets, PER_PAGE).get_page(request.GET.get("page")),
        "examples": Paginator(examples, PER_PAGE).get_page(request.GET.get("exemples")),
        "themes": Theme.objects.all(), "theme": theme, "scales": Scale.choices, "scale": scale,
        "may_add": bool(acting_roles(request.user)),
    }  # fmt: skip
    return render(request, "opportunites/after/experiences.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def example(request: HttpRequest) -> HttpResponse:
    """`/opportunites/experiences/exemple/`: a référent or an agent adds one, with its source."""
    roles = acting_roles(request.user)
    if not roles:
        raise PermissionDenied
    form = ExempleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        add_example(Hand(request.user, roles[0].name, roles[0].service), form.cleaned_data)
        messages.success(request, _("C’est ajouté, avec sa source."), "good")
        return redirect("opportunites:experiences")
    context = {"form": form}
    return render(request, "opportunites/after/example.html", context, status=UNPROCESSABLE if form.is_bound else 200)
