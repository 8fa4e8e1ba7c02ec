"""`/bureau/reponses/`: the replies ready to send, written by agents for their service, by regulators for all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from carto.fiches.views import UNPROCESSABLE
from signalements.desk.replies import BLANKS
from signalements.desk.reply_forms import ReplyTemplateForm
from signalements.desk.rights import for_services
from signalements.desk.staff import services_answered
from signalements.models import ReplyTemplate

CONFLICT = 409


@for_services
def replies(request: HttpRequest) -> HttpResponse:
    """Those that this person may use; those that they may change have a link."""
    services = services_answered(request.desk_roles)
    mine = {role.service_id for role in request.desk_roles if role.service_id}
    shown = ReplyTemplate.objects.select_related("service").prefetch_related("categories")
    if services is not None:
        shown = shown.filter(Q(service=None) | Q(service__in=mine))
    lines = [(each, services is None or each.service_id in services) for each in shown]
    may_add = services is None or bool(services)
    return render(request, "signalements/desk/replies.html", {"lines": lines, "blanks": BLANKS, "may_add": may_add})


@for_services
def reply(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write one, change one or delete one (`do=delete`); another service's is not there."""
    instance = get_object_or_404(_changed_by(request), pk=pk) if pk else None
    if services_answered(request.desk_roles) == set():  # a crew uses them, and writes none
        raise PermissionDenied
    if instance and request.method == "POST" and request.POST.get("do") == "delete":
        instance.delete()
        messages.success(request, _("La réponse est supprimée."))
        return redirect("signalements:desk:replies")
    form = ReplyTemplateForm(
        request.POST if request.method == "POST" else None, instance=instance, roles=request.desk_roles
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("La réponse est enregistrée."))
        return redirect("signalements:desk:replies")
    status = (CONFLICT if form.has_error("__all__", "changed") else UNPROCESSABLE) if form.is_bound else 200
    context = {"form": form, "reply": instance, "blanks": BLANKS}
    return render(request, "signalements/desk/reply.html", context, status=status)


def _changed_by(request: HttpRequest) -> QuerySet[ReplyTemplate]:
    services = services_answered(request.desk_roles)
    return ReplyTemplate.objects.all() if services is None else ReplyTemplate.objects.filter(service__in=services)
