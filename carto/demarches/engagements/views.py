"""`/engagements/`: what the charter promises, where each promise stands, the proof and the date."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.comptes.models import User
from carto.comptes.rules import ANIMATE
from carto.demarches.engagements.forms import SayForm
from carto.demarches.engagements.telling import told
from carto.demarches.models import Avancement, Engagement

UNPROCESSABLE: Final = 422


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All of them, part by part, then those that are no longer in the charter."""
    parts = told()
    context = {
        "parts": parts,
        "counts": _counts(parts),
        "gone": Engagement.objects.exclude(retired_at=None),
        "may_say": request.user.is_authenticated and _role(request.user) is not None,
    }
    return render(request, "demarches/engagements.html", context)


def _counts(parts: list) -> list[tuple[str, str, int]]:
    states: dict[tuple[str, str], int] = {}
    for _part, there in parts:
        for each in there:
            key = (each.state.value, str(each.state.label))
            states[key] = states.get(key, 0) + 1
    return [(value, label, n) for (value, label), n in states.items()]


def _role(user: User) -> str | None:
    """The role in which somebody says it: those who animate."""
    names = user.roles.in_force().filter(name__in=ANIMATE).order_by("name")
    return names.values_list("name", flat=True).first()


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, code: str) -> HttpResponse:
    """`/engagements/<code>/dire/`: 403 for whoever does not animate; what was said before stays."""
    role = _role(request.user)
    if role is None:
        raise PermissionDenied(_("Dire où en est un engagement revient à qui anime les démarches."))
    engagement = get_object_or_404(Engagement, code=code, retired_at=None)
    form = SayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Avancement.objects.create(engagement=engagement, by=request.user, role=role, **form.cleaned_data)
        messages.success(request, _("C’est publié, avec votre rôle et la date."))
        return redirect("demarches:engagements")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "demarches/say.html", {"form": form, "engagement": engagement}, status=status)
