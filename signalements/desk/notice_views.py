"""`/bureau/annonces/`: what services say before one sends, and the site to everybody."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.views import UNPROCESSABLE
from signalements.desk.notice_forms import DeskAnnonceForm
from signalements.desk.notices import standing
from signalements.desk.rights import for_services
from signalements.desk.staff import services_answered
from signalements.models import Annonce

CONFLICT = 409


@for_services
def notices(request: HttpRequest) -> HttpResponse:
    """All of them, with where each stands; those that this person may change have a link."""
    services, now = services_answered(request.desk_roles), timezone.now()
    shown = Annonce.objects.select_related("service", "categorie__service").order_by("-pk")
    lines = [(each, standing(each, now), services is None or _service(each) in services) for each in shown]
    may_add = services is None or bool(services)
    return render(request, "signalements/desk/notices.html", {"lines": lines, "may_add": may_add})


@for_services
def notice(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write one, change one or delete one (`do=delete`); what is another service's is not there."""
    if services_answered(request.desk_roles) == set():  # a crew reads them, and writes none
        raise PermissionDenied
    instance = get_object_or_404(_changed_by(request), pk=pk) if pk else None
    if instance and request.method == "POST" and request.POST.get("do") == "delete":
        instance.delete()
        messages.success(request, _("L’annonce est supprimée."))
        return redirect("signalements:desk:notices")
    form = DeskAnnonceForm(
        request.POST if request.method == "POST" else None, instance=instance, roles=request.desk_roles
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("L’annonce est enregistrée."))
        return redirect("signalements:desk:notices")
    status = (CONFLICT if form.has_error("__all__", "changed") else UNPROCESSABLE) if form.is_bound else 200
    return render(request, "signalements/desk/notice.html", {"form": form, "annonce": instance}, status=status)


def _service(annonce: Annonce) -> int | None:
    """Whose it is: its own service's, or that of its category."""
    return annonce.service_id or (annonce.categorie.service_id if annonce.categorie else None)


def _changed_by(request: HttpRequest) -> QuerySet[Annonce]:
    services = services_answered(request.desk_roles)
    if services is None:
        return Annonce.objects.all()
    return Annonce.objects.filter(Q(service__in=services) | Q(service=None, categorie__service__in=services))
