"""The systems that listen: who they are, whether they hear, and trying again."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carto.fiches.views import UNPROCESSABLE
from signalements.desk.rights import for_regulators
from signalements.hooks.forms import WebhookForm
from signalements.hooks.sending import retry
from signalements.hooks.tasks import deliver
from signalements.models import Delivery, Webhook

LATEST = 100
State = Delivery.State


@for_regulators
def hooks(request: HttpRequest) -> HttpResponse:
    """`/bureau/echanges/`: the addresses, and a form for one more; its secret is shown once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        webhook = form.save()
        said = _("C’est fait. Son secret, à donner à « %(name)s » : il ne sera plus montré. %(secret)s")
        messages.success(request, said % {"name": webhook.name, "secret": webhook.secret}, extra_tags="good")
        return redirect("signalements:hooks:list")
    counts = {
        name: Count("deliveries", filter=Q(deliveries__state=state))
        for name, state in (("waiting", State.WAITING), ("heard", State.DONE), ("failed", State.FAILED))
    }
    listed = Webhook.objects.select_related("service").annotate(**counts).order_by("-active", "name")
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "signalements/hooks/list.html", {"hooks": listed, "form": form}, status=status)


@for_regulators
def deliveries(request: HttpRequest, pk: int) -> HttpResponse:
    """`/bureau/echanges/<n>/`: what was told to one address lately, what failed first."""
    webhook = get_object_or_404(Webhook.objects.select_related("service"), pk=pk)
    latest = webhook.deliveries.select_related("evenement__fiche").order_by("-pk")[:LATEST]
    return render(request, "signalements/hooks/deliveries.html", {"hook": webhook, "deliveries": latest})


@require_POST
@for_regulators
def again(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """`POST …/essayer/<n>/`: one more try, now."""
    retry(get_object_or_404(Delivery, pk=delivery, webhook_id=pk))
    deliver.defer()
    messages.success(request, _("Nouvel essai en route."), extra_tags="good")
    return redirect("signalements:hooks:deliveries", pk)


@require_POST
@for_regulators
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """`POST …/activer/`: it listens, or no longer does; what waits for it waits on."""
    webhook = get_object_or_404(Webhook, pk=pk)
    webhook.active = request.POST.get("active") == "oui"
    webhook.save(update_fields=["active"])
    return redirect("signalements:hooks:list")
