"""The organisations that own, run and publish, as everybody reads them; and publishing a facility in their name."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.comptes.models import RoleName
from carto.fiches.forms import FicheForm
from carto.fiches.views import UNPROCESSABLE, place_of
from projets.equipements.models import Equipement, Mandat, Organisme
from projets.equipements.owners.actions import Changed, change, end_mandate, give_mandate, publish
from projets.equipements.owners.forms import FacilityForm, MandateForm
from projets.equipements.owners.hands import find, hand_of, signatures, usual_signature
from projets.equipements.rights import for_publishers, publishing

CONFLICT: Final = 409
PER_PAGE: Final = 50


@require_safe
def organisme_list(request: HttpRequest) -> HttpResponse:
    """`/organismes/`: each with how many facilities it owns and how many it publishes here."""
    told = Organisme.objects.annotate(owns=_counted("owner"), publishes=_counted("publisher")).order_by("name", "pk")
    may = bool(publishing(request.user))
    return render(request, "equipements/owners/list.html", {"page": _page(request, told), "may": may})


def _counted(role: str) -> Coalesce:
    """How many public facilities an organisation is that of; a subquery, for two joins would multiply each other."""
    its = Equipement.objects.public().filter(**{role: OuterRef("pk")}).order_by().values(role)
    return Coalesce(Subquery(its.annotate(n=Count("pk")).values("n")), 0)


def _page(request: HttpRequest, told: QuerySet[Any]) -> Page:
    """The page that is asked for; the first one for a number that is none."""
    asked = request.GET.get("page", "")
    return Paginator(told, PER_PAGE).get_page(asked if asked.isdecimal() and len(asked) < 8 else 1)


@require_safe
def organisme_page(request: HttpRequest, slug: str) -> HttpResponse:
    """`/organismes/<slug>/`: who it is, how to reach it, its facilities and the files that it publishes."""
    organisme = get_object_or_404(Organisme, slug=slug)
    its = Equipement.objects.public().filter(Q(owner=organisme) | Q(publisher=organisme))
    told = its.select_related("type", "commune", "quartier", "publisher").order_by("title", "pk")
    held = publishing(request.user)
    return render(request, "equipements/owners/page.html", {
        "organisme": organisme, "page": _page(request, told), "sources": organisme.sources.order_by("title"),
        "may": held.may_change(organisme), "mandates": held.role == RoleName.ADMIN,
    })  # fmt: skip


@for_publishers
def new(request: HttpRequest) -> HttpResponse:
    """`/organismes/equipement/nouveau/`: publish a facility, in one's organisation's name or the city's."""
    names = signatures(request.publishing)
    asked = request.GET.get("organisme", "")[:80]
    usual = next((each for each in names if each is not None and each.slug == asked), names[0])
    told: dict[str, Any] = {"names": names, "usual": usual}
    if request.method != "POST":
        initial = FicheForm.fresh() | place_of(request) | {"owner": usual}
        return _facility(request, FacilityForm(initial=initial, **told))
    form = FacilityForm(request.POST, **told)
    if answer := _not_yet(request, form):
        return answer
    data = form.cleaned_data
    made = Equipement(
        uuid=data["uuid"], geom=form.point, precision=data["precision"], osm_id=data["osm_id"], status=data["status"],
        **form.told(),
    )  # fmt: skip
    try:
        equipement, _is_new = publish(made, hand=hand_of(request, data["signature"]))
    except Changed as error:
        form.add_error(None, error)
        return _facility(request, form, status=CONFLICT)
    messages.success(request, _("C’est publié, et signé. Vous pouvez maintenant dire ce qu’il coûte."), "good")
    return redirect(equipement)


@for_publishers
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/organismes/equipement/<uuid>/`: change what one's facility says; 404 for somebody else's."""
    equipement = find(request, uuid)
    names, usual = signatures(request.publishing), usual_signature(request.publishing, equipement)
    told: dict[str, Any] = {"names": names, "usual": usual, "of": equipement}
    if request.method != "POST":
        return _facility(request, FacilityForm(**told), equipement)
    form = FacilityForm(request.POST, **told)
    if answer := _not_yet(request, form, equipement):
        return answer
    data = form.cleaned_data
    try:
        change(
            equipement, form.told(), geom=form.point, status=data["status"], why=data["why"], as_seen=data["seen"],
            hand=hand_of(request, data["signature"]),
        )  # fmt: skip
    except ValidationError as error:
        return _refused(request, form, equipement, error)
    messages.success(request, _("C’est changé, et l’histoire du lieu le dit."), "good")
    return redirect(equipement)


def _not_yet(request: HttpRequest, form: FacilityForm, equipement: Equipement | None = None) -> HttpResponse | None:
    """The page again, for a place to choose or something to correct; None when all is said."""
    complete = form.is_valid()
    if request.POST.get("etape") != "lieux" and complete:
        return None
    if request.POST.get("etape") == "lieux":
        for name in set(form.errors) - ({"adresse"} if form.point is None else set()):
            del form.errors[name]
    form.hold_place()
    return _facility(request, form, equipement, UNPROCESSABLE if form.errors else 200)


def _refused(request: HttpRequest, form: FacilityForm, equipement: Equipement, error: ValidationError) -> HttpResponse:
    stale = isinstance(error, Changed)
    form.hold_place()
    if stale:
        equipement.refresh_from_db()
        form.data = form.data.copy()
        form.data["seen"] = equipement.updated_at.isoformat()
    form.add_error(None if stale else "why", error)
    return _facility(request, form, equipement, CONFLICT if stale else UNPROCESSABLE)


def _facility(
    request: HttpRequest, form: FacilityForm, equipement: Equipement | None = None, status: int = 200
) -> HttpResponse:
    choices = form.choices_near(doors=True) if form.is_bound and form.placed else []
    context = {"form": form, "equipement": equipement, "choices": choices, "layer": {"name": "equipements"}}
    return render(request, "equipements/owners/facility.html", context, status=status)


@for_publishers
def mandates(request: HttpRequest, slug: str) -> HttpResponse:
    """`/organismes/<slug>/mandats/`: who publishes in its name; the administration gives and ends it."""
    if request.publishing.role != RoleName.ADMIN:
        raise PermissionDenied
    organisme = get_object_or_404(Organisme, slug=slug)
    form = MandateForm(request.POST if request.method == "POST" else None)
    if ended := request.POST.get("fin", ""):
        held = Mandat.objects.filter(organisme=organisme)
        end_mandate(get_object_or_404(held, pk=ended if ended.isdecimal() and len(ended) < 18 else 0))
        messages.success(request, _("Ce mandat est terminé. Ce qui a été publié reste, signé."), "good")
        return redirect("equipements:owners:mandates", organisme.slug)
    if request.method == "POST" and form.is_valid():
        try:
            give_mandate(form.cleaned_data["email"], organisme, by=request.user)
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.success(request, _("Cette personne peut maintenant publier en son nom."), "good")
            return redirect("equipements:owners:mandates", organisme.slug)
    told = {"organisme": organisme, "form": form, "mandats": organisme.mandats.select_related("person", "given_by")}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "equipements/owners/mandates.html", told, status=status)
