"""Following a fiche from its page, and the pages that letters lead to: confirm, manage, stop."""

import json
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView

from carto.alertes import actions, push
from carto.alertes.forms import FollowForm, RhythmForm
from carto.alertes.limits import too_many
from carto.alertes.models import Abonnement
from carto.alertes.places.selection import selection_of
from carto.alertes.telling import OPENED
from carto.alertes.tokens import CONFIRM, MANAGE, STOP_ALL, read_token, token
from carto.fiches.actions import fiche_of_secret
from carto.fiches.models import Fiche
from carto.problems import problem

UNPROCESSABLE = 422
TOO_MANY = 429
LONGEST_BODY: Final = 4000
MOST_SHOWN: Final = 50  # of what else the same address follows


@method_decorator(never_cache, name="dispatch")
class FollowView(FormView):
    """`/fiches/<uuid>/suivre/`: by mail. The section of the fiche's page sends here, and it is a page of its own."""

    form_class = FollowForm
    template_name = "alertes/follow.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The fiche, if this person may follow it."""
        self.fiche, self.is_reporter = followable(request, kwargs["uuid"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whoever is signed in has an address already."""
        person = self.request.user
        return super().get_form_kwargs() | {"own": actions.own_address(person) if person.is_authenticated else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is followed; the secret of a follow page stays with the form."""
        return super().get_context_data(**kwargs) | {
            "fiche": self.fiche,
            "secret": self.request.POST.get("secret", "") if self.is_reporter else "",
        }

    def form_valid(self, form: FollowForm) -> HttpResponse:
        """Follow, or ask the owner of the address; the answer is the same whether or not it followed already."""
        if too_many(self.request):
            return render(self.request, "alertes/too_many.html", {"fiche": self.fiche}, status=TOO_MANY)
        person = self.request.user if form.own else None
        abonnement = actions.follow_by_mail(
            self.fiche, form.address(), person=person, is_reporter=self.is_reporter,
            rhythm=form.cleaned_data["rhythm"] or "now",
        )  # fmt: skip
        if form.own:
            return redirect("alertes:manage", token(abonnement, MANAGE))
        return render(self.request, "alertes/asked.html", {"fiche": self.fiche, "email": form.address()})

    def form_invalid(self, form: FollowForm) -> HttpResponse:
        """Say what is wrong; what was typed stays."""
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


def followable(request: HttpRequest, uuid: UUID) -> tuple[Fiche, bool]:
    """The fiche, and whether whoever asks has sent it (they hold its secret); Http404 when they may not see it."""
    fiche = get_object_or_404(Fiche.objects.select_related("rue", "quartier"), uuid=uuid)
    secret = request.POST.get("secret", "")
    is_reporter = bool(secret) and fiche_of_secret(secret) == fiche
    if fiche.visibility not in OPENED and not is_reporter:
        raise Http404
    return fiche, is_reporter


@never_cache
@require_POST
def follow_by_notification(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On this browser, without identity: `souscription` is what the browser's PushManager gave, as JSON.

    Answers 201 with `{"regler": address}`, the page on which it is managed.
    """
    fiche, is_reporter = followable(request, uuid)
    if not push.public_key():
        raise Http404
    if too_many(request):
        return problem(TOO_MANY, _("Trop de demandes d’un coup : réessayez dans une heure."))
    try:
        endpoint, keys = subscription_of(request)
    except ValueError:
        return problem(400, _("Ce navigateur n’a pas dit où envoyer les notifications."))
    except ValidationError as error:
        return problem(UNPROCESSABLE, error.message)
    abonnement = actions.follow_by_push(fiche, endpoint, keys, is_reporter=is_reporter)
    return JsonResponse({"regler": reverse("alertes:manage", args=[token(abonnement, MANAGE)])}, status=201)


def subscription_of(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """Where a browser wants its notifications, and its keys. ValueError without any, ValidationError for wrong ones."""
    try:
        said = json.loads(request.POST.get("souscription", "")[:LONGEST_BODY])
        endpoint, keys = said["endpoint"], said["keys"]
    except (KeyError, TypeError, RecursionError):
        raise ValueError from None
    return endpoint, push.check_subscription(endpoint, keys)


def _named(text: str, purpose: str) -> Abonnement | None:
    """The abonnement of a link, None when it has ended since; Http404 when we never made that link."""
    pk = read_token(text, purpose)
    if pk is None:
        raise Http404
    return Abonnement.objects.with_what().filter(pk=pk).first()


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, text: str) -> HttpResponse:
    """From the letter that asks: a button, for mail programs that open every link by themselves."""
    abonnement = _named(text, CONFIRM)
    if abonnement is None:
        return _stopped(request)
    if request.method == "POST":
        actions.confirm(abonnement)
        return redirect("alertes:manage", token(abonnement, MANAGE))
    return _private(render(request, "alertes/confirm.html", _told(abonnement)))


@never_cache
@require_http_methods(["GET", "POST"])
def manage(request: HttpRequest, text: str) -> HttpResponse:
    """How often, and at which hours not; and a way to stop."""
    abonnement = _named(text, MANAGE)
    if abonnement is None:
        return _stopped(request)
    form = RhythmForm(request.POST or None, instance=abonnement)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est noté."))
        return redirect("alertes:manage", text)
    same = Abonnement.objects.at_address(abonnement.email, abonnement.endpoint)
    others = list(same.exclude(pk=abonnement.pk).with_what().order_by("fiche_id", "-pk"))
    said = _told(abonnement) | {
        "form": form,
        "stop": reverse("alertes:stop", args=[text]),
        "stop_all": reverse("alertes:stop", args=[token(abonnement, STOP_ALL)]),
        "others": others,
        "shown": [(each, reverse("alertes:manage", args=[token(each, MANAGE)])) for each in others[:MOST_SHOWN]],
    }  # fmt: skip
    return _private(render(request, "alertes/manage.html", said, status=UNPROCESSABLE if form.errors else 200))


@never_cache
@csrf_exempt  # the token is the right to do it, and a mail program has no cookie (RFC 8058)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, text: str) -> HttpResponse:
    """A button on GET; POST stops: one fiche, or with a digest's link all that this address follows."""
    everything = read_token(text, STOP_ALL) is not None
    abonnement = _named(text, STOP_ALL if everything else MANAGE)
    if request.method == "POST" or abonnement is None:
        if abonnement is not None:
            actions.stop_all(abonnement) if everything else actions.stop(abonnement)
        return _stopped(request)
    return _private(
        render(
            request,
            "alertes/stop.html",
            _told(abonnement) | {"everything": everything},
        )
    )


def _told(abonnement: Abonnement) -> dict[str, Any]:
    """What is followed: a fiche, or what of which place."""
    followed = {"selection": selection_of(abonnement.zone)} if abonnement.fiche_id is None else {}
    return {"abonnement": abonnement, "fiche": abonnement.fiche} | followed


def _stopped(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "alertes/stopped.html"))


def _private(response: HttpResponse) -> HttpResponse:
    """A page whose address is a right: no index, and nothing of it goes elsewhere."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "strict-origin"
    return response
