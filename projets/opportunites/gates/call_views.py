"""`/opportunites/<uuid>/appels/`: what is looked for, what people offer, what was answered to them."""

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
from projets.opportunites.gates import calls
from projets.opportunites.gates.asking import Asked, handle, sent
from projets.opportunites.gates.call_forms import CallForm, OfferForm, ThanksForm
from projets.opportunites.gates.rights import for_pen
from projets.opportunites.gates.saying import form_for, say
from projets.opportunites.models import Appel, Offre, Opportunite
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, holds_the_pen
from projets.opportunites.workflow import Status

LAUNCH: Final = Asked(
    _("Lancer un appel"), _("Lancer l’appel"), _("C’est lancé : chacun peut y répondre, avec ou sans compte."), "calls",
    _("Un savoir technique, ou un savoir d’usage : qui l’a étudié, qui le vit tous les jours."),
)  # fmt: skip
OFFER: Final = Asked(
    _("Répondre à cet appel"), _("Proposer"), _("Merci : votre offre est publiée, elle aura sa réponse ici."), "calls"
)
THANK: Final = Asked(_("Répondre à une offre"), _("Publier la réponse"), _("La réponse est publiée."), "calls")


@never_cache
@require_safe
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Those that are open, then those that are over, each with its offers."""
    topic = public_topic(key)
    public = Offre.objects.filter(commentaire__visibility=Visibility.PUBLIC).select_related("commentaire__author")
    every = list(topic.appels.prefetch_related(Prefetch("offres", public, to_attr="shown")))
    context = {
        "topic": topic, "pen": holds_the_pen(request.user, topic),
        "now": [each for each in every if each.is_open], "over": [each for each in every if not each.is_open],
    }  # fmt: skip
    return render(request, "opportunites/gates/calls.html", context)


@for_pen
def launch(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`appels/lancer/`."""
    form = CallForm(sent(request))
    return handle(request, topic, form, LAUNCH, lambda told: calls.launch(topic, hand, **told), hand=hand)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """`appels/12/repondre/`: anybody, while it is open; 409 afterwards."""
    topic = public_topic(key)
    call = get_object_or_404(Appel, opportunite=topic, pk=pk)
    closed = "" if call.is_open else gettext("Cet appel est fini : on n’y répond plus.")
    if topic.status == Status.SET_ASIDE:
        closed = gettext("Ce sujet est mis de côté : on y travaillera plus tard.")
    form = form_for(request, topic, OfferForm)

    def keep(stored: Commentaire) -> None:
        calls.offer(call, stored, form.cleaned_data["email"])

    return say(request, topic, form, OFFER, keep, closed, kept=Offre.objects.filter(appel=call), quoted=call.text)


@for_pen
def answer(request: HttpRequest, topic: Opportunite, hand: Hand, pk: int) -> HttpResponse:
    """`appels/offres/12/`: thank, take up or not; « joindre » shows how to reach who offered, and leaves a trace."""
    public = Offre.objects.filter(commentaire__visibility=Visibility.PUBLIC)
    offre = get_object_or_404(
        public.select_related("commentaire", "appel__opportunite"), pk=pk, appel__opportunite=topic
    )
    more: dict[str, Any] = {"quoted": offre.commentaire.text, "reaches": hasattr(offre, "contact")}
    if "joindre" in request.POST:
        more["contact"] = calls.reach(offre, hand)
        return handle(request, topic, ThanksForm(), THANK, lambda told: None, hand=hand, **more)

    def act(told: dict[str, Any]) -> None:
        calls.answer(offre, hand, accepted=told["accepted"] == "oui", thanks=told["thanks"])

    return handle(request, topic, ThanksForm(sent(request)), THANK, act, hand=hand, **more)
