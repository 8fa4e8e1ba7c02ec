"""`/bureau/regles/delais/`: how many working days each category promises, what it was, what it will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from carto.comptes.models import RoleName, User
from carto.fiches.views import UNPROCESSABLE
from carto.text import tidy
from signalements.desk.rights import for_regulators, for_services
from signalements.models import Categorie, DeadlinePolicy
from signalements.routing.changes import trace
from signalements.routing.policies import in_force
from signalements.routing.views import office

MOST_DAYS = 250  # working days: a year


@dataclass(frozen=True)
class Line:
    """One category: what it promises today, and what comes next."""

    categorie: Categorie
    today: str
    following: Sequence[tuple[DeadlinePolicy, str]]


class PolicyForm(forms.Form):
    """From a day on, so many working days, and why."""

    starts_on = forms.DateField(
        label=gettext_lazy("À partir du"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Les promesses déjà faites ne changent pas."),
        error_messages={"required": gettext_lazy("Dites à partir de quand."), "invalid": gettext_lazy("Une date.")},
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("Jours ouvrés"), min_value=1, max_value=MOST_DAYS, required=False,
        help_text=gettext_lazy("Vide : rien n’est promis."),
        error_messages={"invalid": gettext_lazy("Un nombre entier de jours."),
                        "min_value": gettext_lazy("Un jour au moins, ou rien."),
                        "max_value": gettext_lazy("Un an au plus : 250 jours ouvrés.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi"), max_length=300,
        error_messages={"required": gettext_lazy("Dites pourquoi : ceux qui liront l’historique comprendront.")},
    )  # fmt: skip

    def clean_starts_on(self) -> date:
        """From tomorrow on: what was promised this morning was promised."""
        day = self.cleaned_data["starts_on"]
        if day <= timezone.localdate():
            raise ValidationError(gettext("À partir de demain : ce qui est promis aujourd’hui reste promis."))
        if day.year > timezone.localdate().year + 5:
            raise ValidationError(gettext("Dans les cinq ans."))
        return day

    def clean_reason(self) -> str:
        """Without invisible characters."""
        return tidy(self.cleaned_data["reason"])


@for_services
def deadlines(request: HttpRequest) -> HttpResponse:
    """Every category that is offered, family by family."""
    office(request)
    today = timezone.localdate()
    categories = Categorie.objects.filter(active=True).select_related("service").prefetch_related("policies")
    lines = [_line(categorie, today) for categorie in categories]
    context = {"lines": lines, "may_change": request.desk_roles[0].name == RoleName.REGULATOR}
    return render(request, "signalements/routing/deadlines.html", context)


def _line(categorie: Categorie, today: date) -> Line:
    policies = sorted(categorie.policies.all(), key=lambda policy: policy.starts_on)
    policy = in_force(policies, today)
    following = [(each, words(each.days)) for each in policies if each.starts_on > today]
    return Line(categorie, words(policy.days if policy else categorie.deadline_days), following)


def words(days: int | None) -> str:
    """« 5 jours ouvrés », « rien n’est promis »."""
    if days is None:
        return _("rien n’est promis")
    return ngettext("%(n)d jour ouvré", "%(n)d jours ouvrés", days) % {"n": days}


@for_regulators
def deadline(request: HttpRequest, code: str) -> HttpResponse:
    """One category: its deadlines since the first, and the next."""
    categorie = get_object_or_404(Categorie.objects.prefetch_related("policies__changed_by"), code=code)
    dropping = request.POST.get("enlever", "")
    if dropping:
        _drop(request, categorie, dropping)
        return redirect("signalements:routing:deadline", code)
    form = PolicyForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_valid():
        set_policy(categorie, by=request.user, **form.cleaned_data)
        messages.success(request, _("C’est noté. Ce qui est promis d’ici là reste promis."), extra_tags="good")
        return redirect("signalements:routing:deadline", code)
    today = timezone.localdate()
    policies = [(each, words(each.days), each.starts_on > today) for each in categorie.policies.all()]
    context: dict[str, Any] = {
        "categorie": categorie, "form": form, "policies": policies, "first": words(categorie.deadline_days),
        "today": _line(categorie, today).today,
    }  # fmt: skip
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "signalements/routing/deadline.html", context, status=status)


def set_policy(categorie: Categorie, *, starts_on: date, days: int | None, reason: str, by: User) -> DeadlinePolicy:
    """From a day to come, another deadline; the one that was planned for that very day gives way, with a trace."""
    with transaction.atomic():
        known = categorie.policies.filter(starts_on=starts_on).first()
        policy, _created = DeadlinePolicy.objects.update_or_create(
            categorie=categorie, starts_on=starts_on,
            defaults={"days": days, "reason": reason, "changed_by": by, "changed_at": timezone.now()},
        )  # fmt: skip
        day, told = date_format(starts_on, "j F Y"), words(days)
        told = f"{words(known.days)} → {told}" if known else told
        said = _("À partir du %(day)s : %(told)s. %(reason)s") % {"day": day, "told": told, "reason": reason}
        trace(categorie, by, said, added=known is None)
    return policy


def _drop(request: HttpRequest, categorie: Categorie, pk: str) -> None:
    """Give up one that has not begun; what has begun was promised to people."""
    if not pk.isdecimal() or len(pk) > 18:
        raise PermissionDenied
    policy = categorie.policies.filter(pk=int(pk), starts_on__gt=timezone.localdate()).first()
    if policy is None:
        messages.error(request, _("Il a commencé : on ne l’enlève plus, on en décide un autre."))
        return
    day = date_format(policy.starts_on, "j F Y")
    trace(categorie, request.user, _("Abandonné : le délai prévu à partir du %(day)s.") % {"day": day})
    policy.delete()
    messages.success(request, _("C’est enlevé : rien ne change ce jour-là."), extra_tags="good")
