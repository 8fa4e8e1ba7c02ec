"""`/opportunites/<uuid>/reponses/`: each contribution with what became of it, and those that still wait, by name."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projets.opportunites.deciding import answering
from projets.opportunites.deciding.contributions import contributions, names_of
from projets.opportunites.deciding.forms import words_field
from projets.opportunites.deciding.pen import UNPROCESSABLE
from projets.opportunites.models import Reponse
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, holds_the_pen

PER_PAGE: Final = 50
MOST_NAMES: Final = 40


class AnswersForm(forms.Form):
    """One verdict and one reason, for one contribution or for several."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Ce que l’on en a fait"), choices=Reponse.Verdict.choices, widget=forms.RadioSelect
    )
    reason = words_field(
        gettext_lazy("Pourquoi"), 2000, gettext_lazy("Tout le monde le lira, et d’abord chaque personne concernée.")
    )


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Read by everybody; whoever carries the topic answers there, 403 for anybody else who tries."""
    topic = public_topic(uuid)
    hand = holds_the_pen(request.user, topic) if request.user.is_authenticated else None
    form = AnswersForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if hand is None:
            raise PermissionDenied
        if form.is_valid() and (answer := _answered(request, topic, hand, form)):
            return answer
    every = contributions(topic)
    waiting = [each for each in every if each.answer is None]
    names = names_of(waiting, MOST_NAMES)
    context: dict[str, Any] = {
        "topic": topic, "hand": hand, "form": form, "waiting": len(waiting), "answered": len(every) - len(waiting),
        "names": names, "unnamed": sum(not each.signed for each in waiting),
        "page": Paginator(every, PER_PAGE).get_page(request.GET.get("page")), "chosen": request.POST.getlist("quoi"),
    }  # fmt: skip
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "opportunites/deciding/answers.html", context, status=status)


def _answered(request: HttpRequest, topic: Any, hand: Hand, form: AnswersForm) -> HttpResponse | None:
    try:
        made = answering.answer(topic, hand, request.POST.getlist("quoi"), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    said = ngettext("%(n)d contribution a sa réponse.", "%(n)d contributions ont leur réponse.", len(made))
    messages.success(request, said % {"n": len(made)}, "good")
    return redirect("opportunites:answers", uuid=topic.uuid)
