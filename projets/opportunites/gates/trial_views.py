"""`/opportunites/<uuid>/essais/`: what is tried in place, what people see of it, what became of it."""

from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.fiches.models import Commentaire, Visibility
from projets.opportunites.gates import trials
from projets.opportunites.gates.asking import Asked, handle, sent
from projets.opportunites.gates.call_forms import ConcludeForm, ObserveForm, TrialForm
from projets.opportunites.gates.rights import for_pen
from projets.opportunites.gates.saying import form_for, say
from projets.opportunites.models import Essai, Opportunite
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, holds_the_pen

ANNOUNCE: Final = Asked(
    _("Annoncer un essai"), _("Annoncer"), _("C’est annoncé : chacun pourra dire ce qu’il voit."), "trials",
    _("Quelques semaines en vrai avant de décider : puis on garde, on ajuste ou on retire."),
)  # fmt: skip
OBSERVE: Final = Asked(_("Dire ce que je vois"), _("Publier"), _("Merci : votre observation est publiée."), "trials")
CONCLUDE: Final = Asked(
    _("Conclure cet essai"), _("Conclure"), _("C’est conclu : l’histoire du sujet dit pourquoi."), "trials"
)


@never_cache
@require_safe
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The latest first, each with what people saw."""
    topic = public_topic(key)
    seen = Commentaire.objects.filter(visibility=Visibility.PUBLIC).select_related("author").order_by("created_at")
    every = topic.essais.prefetch_related(Prefetch("observations", seen, to_attr="seen")).order_by("-starts", "-pk")
    context = {"topic": topic, "pen": holds_the_pen(request.user, topic), "trials": every}
    return render(request, "opportunites/gates/trials.html", context)


@for_pen
def announce(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`essais/annoncer/`."""
    form = TrialForm(sent(request), topic=topic)
    return handle(request, topic, form, ANNOUNCE, lambda told: trials.announce(topic, hand, **told), hand=hand)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def observe(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """`essais/12/observer/`: anybody, from its first day until it is concluded; 409 otherwise."""
    topic = public_topic(key)
    trial = get_object_or_404(Essai, opportunite=topic, pk=pk)
    closed = "" if trial.is_running else gettext("Cet essai n’a pas commencé, ou il est déjà conclu.")
    form = form_for(request, topic, ObserveForm)

    def keep(stored: Commentaire) -> None:
        trials.observe(trial, stored)

    return say(request, topic, form, OBSERVE, keep, closed, kept=trial.temoignages.all(), quoted=trial.text)


@for_pen
def conclude(request: HttpRequest, topic: Opportunite, hand: Hand, pk: int) -> HttpResponse:
    """`essais/12/conclure/`."""
    trial = get_object_or_404(Essai, opportunite=topic, pk=pk)
    form = ConcludeForm(sent(request))

    def act(told: dict[str, Any]) -> None:
        trials.conclude(trial, hand, **told)

    return handle(request, topic, form, CONCLUDE, act, hand=hand, quoted=trial.text)
