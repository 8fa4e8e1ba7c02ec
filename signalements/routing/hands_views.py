"""« Pas pour nous », and what the regulator does with it: each with a reason that the next people read."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from carto.comptes.models import Crew, RoleName, Service
from carto.text import tidy
from signalements.desk.rights import acting_role, for_regulators, for_services, scope
from signalements.models import Signalement
from signalements.querysets import OPEN_STATES
from signalements.routing.actions import MOST_WORDS, bounce, dispatch
from signalements.routing.path import REGULATION, bounced_by, is_pinned, moves
from signalements.routing.wording import Words

A_PAGE = 30
REFUSED, CONFLICT = 422, 409


class BounceForm(forms.Form):
    """Why it is not for this service."""

    reason = forms.CharField(
        label=gettext_lazy("Pourquoi, et pour qui peut-être"), max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("La régulation vous lira ; les habitants, non."),
        error_messages={"required": gettext_lazy("Dites pourquoi, en quelques mots.")},
    )  # fmt: skip

    def clean_reason(self) -> str:
        """Without invisible characters."""
        return tidy(self.cleaned_data["reason"])


class DispatchForm(BounceForm):
    """To whom, and why to them."""

    service = forms.ModelChoiceField(
        Service.objects.exclude(code=REGULATION), label=gettext_lazy("Service"), to_field_name="code",
        error_messages={"required": gettext_lazy("Choisissez un service."),
                        "invalid_choice": gettext_lazy("Ce service n’existe pas.")},
    )  # fmt: skip
    crew = forms.ModelChoiceField(
        Crew.objects.filter(active=True).select_related("service"), label=gettext_lazy("Équipe"), required=False,
        to_field_name="code", empty_label=gettext_lazy("Aucune en particulier"),
    )  # fmt: skip
    field_order = ("service", "crew", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        self.fields["reason"].label = _("Pourquoi à eux")
        self.fields["reason"].help_text = _("Le service vous lira ; les habitants, non.")


@require_POST
@for_services
def send_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`POST …/pas-pour-nous/`: from the page of a case, by whoever acts on it."""
    signalement = get_object_or_404(scope(request.user, request.desk_roles), uuid=uuid)
    role, form = acting_role(request.user, signalement), BounceForm(request.POST, label_suffix="")
    if not role:
        raise PermissionDenied
    if not form.is_valid():
        return _again(request, signalement, form)
    try:
        bounce(signalement, form.cleaned_data["reason"], person=request.user, role=role)
    except ValidationError as error:
        form.add_error(None, error)
        return _again(request, signalement, form, CONFLICT)
    messages.success(request, _("La régulation l’a reçu, avec vos mots. Le délai court toujours."), extra_tags="good")
    return _onward(request, signalement)


@require_POST
@for_regulators
def send_to(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`POST …/orienter/`: a regulator sends it to a service."""
    signalement = get_object_or_404(scope(request.user, request.desk_roles), uuid=uuid)
    form = DispatchForm(request.POST)
    if not form.is_valid():
        return _again(request, signalement, form)
    told = form.cleaned_data
    try:
        dispatch(signalement, told["service"], told["reason"], person=request.user, crew=told["crew"])
    except ValidationError as error:
        form.add_error(None, error)
        return _again(request, signalement, form, CONFLICT)
    said = _("C’est confié à : %(service)s.") % {"service": told["service"]}
    messages.success(request, said, extra_tags="good")
    return _onward(request, signalement)


def _again(request: HttpRequest, signalement: Signalement, form: forms.Form, status: int = REFUSED) -> HttpResponse:
    """The same form on a page of its own, with what is wrong and what was typed."""
    context = {
        "fiche": signalement, "form": form, "next": request.POST.get("suite", ""),
        "sending": isinstance(form, DispatchForm), "way": way_of(signalement),
    }  # fmt: skip
    return render(request, "signalements/routing/hands.html", context, status=status)


def _onward(request: HttpRequest, signalement: Signalement) -> HttpResponse:
    """Back to where one came from, if it is ours and one still sees it; else to what waits."""
    address = request.POST.get("suite", "")
    seen = scope(request.user).filter(pk=signalement.pk).exists()
    if seen and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return redirect(address)
    regulates = request.desk_roles[0].name == RoleName.REGULATOR
    return redirect("signalements:routing:returned" if regulates else "signalements:desk:queue")


def way_of(signalement: Signalement, words: Words | None = None) -> list[dict[str, Any]]:
    """Its way from service to service in words; one query."""
    words = words or Words()
    return [
        {
            "at": move.at,
            "back": move.what == "bounced",
            "before": words.named(move.before),
            "after": words.named(move.after),
            "by": RoleName(move.role).label if move.role in RoleName.values else "",
            "why": move.why,
        }
        for move in moves(signalement.evenements.all())
    ]


@for_regulators
def returned(request: HttpRequest) -> HttpResponse:
    """`/bureau/regles/renvois/`: what services sent back, what was promised first comes first."""
    held = scope(request.user, request.desk_roles).filter(service__code=REGULATION, status__in=OPEN_STATES)
    held = held.for_cards().select_related("categorie").prefetch_related("evenements")
    page = Paginator(held.order_by("due_at", "reported_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    words, choices = Words(), _choices()
    lines = []
    for signalement in page:
        way = moves(signalement.evenements.all())
        form = DispatchForm(auto_id=f"orienter-{signalement.pk}-%s")
        for name, listed in choices.items():
            form.fields[name].choices = listed
        lines.append(
            {
                "fiche": signalement,
                "way": way_of(signalement, words),
                "pinned": is_pinned(way),
                "bounces": len(bounced_by(way)),
                "form": form,
            }
        )
    return render(request, "signalements/routing/returned.html", {"lines": lines, "page": page, "here": request.path})


def _choices() -> dict[str, list[tuple[str, str]]]:
    """Services and crews, read once for a page of forms."""
    crews = Crew.objects.filter(active=True).select_related("service").order_by("service__name", "name")
    return {
        "service": [("", "—"), *Service.objects.exclude(code=REGULATION).values_list("code", "name")],
        "crew": [("", _("Aucune en particulier")), *((each.code, f"{each.service} · {each}") for each in crews)],
    }
