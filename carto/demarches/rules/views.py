"""`/regles-de/<sorte>/<clé>/`: who organises, with what money, who decides; and proposing to do otherwise."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from carto.demarches.models import Revision
from carto.demarches.rules.process import Process, process
from carto.fiches.forms import TidyField

UNPROCESSABLE, TOO_MANY, CONFLICT = 422, 429, 409
WAITING: Final = 50  # of one process: the rest waits for answers


class ProposeForm(forms.Form):
    """Another rule, in words."""

    text = TidyField(
        label=gettext_lazy("Ce que vous changeriez aux règles"), max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Sans nom : vos mots paraissent avec la réponse de qui organise."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Taken up or not, and why."""

    taken = forms.ChoiceField(
        label=gettext_lazy("Cette proposition est"), widget=forms.RadioSelect,
        choices=[("oui", gettext_lazy("reprise")), ("non", gettext_lazy("pas reprise"))],
    )  # fmt: skip
    answer = TidyField(label=gettext_lazy("Pourquoi"), max_length=2000, widget=forms.Textarea({"rows": 4}))


def _found(request: HttpRequest, kind: str, key: str) -> Process:
    found = process(kind, key, request.user)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The card, what changed, what was proposed and answered; a proposal waits for its answer to be read."""
    found = _found(request, kind, key)
    asked = Revision.objects.filter(kind=kind, key=key)
    waiting = asked.filter(taken=None)
    form, status = ProposeForm(request.POST or None), 200
    if request.method == "POST" and not found.amended_at:
        if not form.is_valid():
            status = UNPROCESSABLE
        elif waiting.count() >= WAITING:
            form.add_error(None, _("Beaucoup de propositions attendent déjà une réponse : revenez un peu plus tard."))
            status = TOO_MANY
        else:
            Revision.objects.get_or_create(kind=kind, key=key, text=form.cleaned_data["text"], taken=None)
            messages.success(request, _("Merci : qui organise la lira, et y répondra ici."))
            return redirect("demarches:rules", kind, key)
    context: dict[str, Any] = {"process": found, "form": form, "kind": kind, "key": key}
    context |= {"answered": asked.exclude(taken=None).order_by("-answered_at"), "waiting": list(waiting)}
    return render(request, "demarches/rules.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, kind: str, key: str, pk: int) -> HttpResponse:
    """Whoever organises says whether it is taken up and why; 403 for others, 409 when it was answered already."""
    found = _found(request, kind, key)
    if not found.role:
        raise PermissionDenied(_("Répondre revient à qui organise cette démarche."))
    revision = get_object_or_404(Revision, kind=kind, key=key, pk=pk)
    form, status = AnswerForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        told = {"taken": said["taken"] == "oui", "answer": said["answer"], "answered_at": timezone.now()}
        told |= {"by": request.user, "role": found.role}
        if Revision.objects.filter(pk=pk, taken=None).update(**told):
            messages.success(request, _("C’est publié, avec votre rôle et la date."))
            return redirect("demarches:rules", kind, key)
        form.add_error(None, _("Cette proposition a déjà sa réponse."))
        status = CONFLICT
    elif form.errors:
        status = UNPROCESSABLE
    context = {"process": found, "form": form, "revision": revision, "kind": kind, "key": key}
    return render(request, "demarches/rules_answer.html", context, status=status)
