"""`/alerte/`: an alert on a process, without account, address, place nor cookie; `/alerte/lire/` for the group that
reads them."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from carto.comptes.models import Role, RoleName
from carto.demarches.models import Outcome, Vigilance
from carto.demarches.vigilance.actions import Full, alert, answer
from carto.demarches.vigilance.forms import AlertForm, AnswerForm

UNPROCESSABLE: Final = 422
TOO_MANY: Final = 429
SHOWN: Final = 200


@never_cache
@csrf_exempt  # nobody's authority is used: no cookie is read, none is set
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form, what this page protects and what it does not, how many alerts there were and what became of them."""
    form = AlertForm(request.POST if request.method == "POST" else None, initial=_initial(request))
    status, wrong = 200, ""
    if request.method == "POST":
        if form.is_valid():
            try:
                kept = alert(form.cleaned_data["text"], form.cleaned_data["about"])
                return _private(render(request, "demarches/alert_done.html", {"code": kept.code}, status=201))
            except Full as error:
                status, wrong = TOO_MANY, error.messages[0]
            except ValidationError as error:
                form.add_error("text", error)
        if form.errors:
            status = UNPROCESSABLE
    return _private(render(request, "demarches/alert.html", _told(form) | {"wrong": wrong}, status=status))


def _initial(request: HttpRequest) -> dict[str, str]:
    """What a process's page says of itself when it leads here."""
    return {"about": request.GET.get("sur", "").replace("\x00", "")[:200]}


def _told(form: AlertForm) -> dict[str, Any]:
    counts = dict(Vigilance.objects.order_by().values_list("outcome").annotate(n=Count("pk")))
    readers = Role.objects.in_force().filter(name=RoleName.VIGIL).select_related("user")
    return {
        "form": form,
        "globaleaks": settings.CARTO_GLOBALEAKS,
        "readers": [str(role.user) for role in readers if role.user.name],
        "reader_count": len(readers),
        "total": sum(counts.values()),
        "counts": [(each.label, counts.get(each.value, 0)) for each in Outcome],
        "answered": Vigilance.objects.exclude(outcome=Outcome.WAITING).order_by("-said_on", "code")[:SHOWN],
    }


def _private(response: HttpResponse) -> HttpResponse:
    """No page that comes next learns where one was."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noarchive"
    return response


def _reader(request: HttpRequest) -> None:
    if not request.user.roles.in_force().filter(name=RoleName.VIGIL).exists():
        raise PermissionDenied(_("Seul le groupe de co-vigilance lit les alertes."))


@never_cache
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """`/alerte/lire/`: those that wait or are looked at, the oldest first."""
    _reader(request)
    waiting = Vigilance.objects.filter(outcome__in=[Outcome.WAITING, Outcome.LOOKING]).order_by("day", "code")
    return render(request, "demarches/alert_desk.html", {"waiting": waiting})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """`/alerte/lire/<code>/`: its words, and what everybody will read of it; 409 when somebody has settled it."""
    _reader(request)
    vigilance = get_object_or_404(Vigilance, code=code)
    form, status = AnswerForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            answer(vigilance, form.cleaned_data["outcome"], form.cleaned_data["said"])
        except ValidationError as error:
            form.add_error(None, error)
            status = 409
        else:
            messages.success(request, _("C’est publié, sans un mot de l’alerte."))
            return redirect("demarches:alert_desk")
    elif form.errors:
        status = UNPROCESSABLE
    return render(request, "demarches/alert_reply.html", {"form": form, "alert": vigilance}, status=status)
