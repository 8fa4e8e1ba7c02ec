"""`/opportunites/<uuid>/methode/`: how one works on this topic, who wants it otherwise, whether it is adopted."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.fiches.models import Commentaire, Visibility
from projets.opportunites.choosing.rights import carrying
from projets.opportunites.gates import methods
from projets.opportunites.gates.asking import Asked, handle, sent
from projets.opportunites.gates.method_forms import AdoptForm, AnswerForm, ChangeForm, MethodForm
from projets.opportunites.gates.rights import for_pen
from projets.opportunites.gates.saying import form_for, say
from projets.opportunites.models import METHOD_LINES, PHASE_CHOICES, Methode, Opportunite, Retouche
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, holds_the_pen

WRITE: Final = Asked(
    _("Écrire la méthode"), _("Publier cette version"), _("C’est publié : chacun peut proposer d’en changer."),
    "method",
    _("Ce que l’on fait dans chaque phase, combien de temps, qui est invité, avec quels outils. Chaque version reste."),
)  # fmt: skip
CHANGE: Final = Asked(
    _("Proposer un changement"), _("Proposer"), _("Merci : votre proposition est publiée, elle aura sa réponse ici."),
    "method", _("En quelques mots. Qui porte le sujet dit si c’est repris, et pourquoi."),
)  # fmt: skip
ANSWER: Final = Asked(_("Répondre à une proposition"), _("Publier la réponse"), _("La réponse est publiée."), "method")
ADOPT: Final = Asked(
    _("Faire adopter la méthode"), _("Continuer"), _("C’est noté : elle est adoptée une fois le résultat publié."),
    "method", _("Par une consultation sans objection, sa masse atteinte, ou en réunion. Personne ne coche de case."),
)  # fmt: skip


@never_cache
@require_safe
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The latest version, the one that is adopted, the changes proposed with their answers, all versions."""
    topic = public_topic(key)
    versions = list(topic.methodes.select_related("opportunite", "consultation", "reunion", "by").order_by("-number"))
    if versions:
        versions[0] = methods.settle(versions[0])
    changes = Retouche.objects.filter(methode__opportunite=topic, commentaire__visibility=Visibility.PUBLIC)
    phases, names = dict(PHASE_CHOICES), dict(METHOD_LINES)
    context = {
        "topic": topic, "pen": holds_the_pen(request.user, topic),
        "last": versions[0] if versions else None,
        "told": methods.lines_told(versions[0], phases, names) if versions else [],
        "side": methods.adopted_by(versions[0]) if versions else None,
        "adopted": next((each for each in versions if each.adopted_at), None),
        "versions": [(each, methods.lines_told(each, phases, names)) for each in versions[1:]],
        "changes": changes.select_related("commentaire__author", "methode").order_by("answered_at", "pk"),
    }  # fmt: skip
    return render(request, "opportunites/gates/method.html", context)


@for_pen
def write(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`methode/ecrire/`: another version."""
    form = MethodForm(sent(request), last=methods.latest(topic))

    def act(said: dict[str, Any]) -> None:
        methods.write(topic, hand, form.told(), said["seen"])

    return handle(request, topic, form, WRITE, act, hand=hand, groups=form.groups())


@for_pen
def adopt(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`methode/adopter/`: put the latest version to consent, or to a meeting."""
    methode = _there(topic)
    form = AdoptForm(sent(request), topic=topic, methode=methode)

    def act(said: dict[str, Any]) -> None:
        if said["reunion"] is not None:
            methods.put_to_meeting(methode, said["reunion"])
        else:
            methods.put_to_consent(methode, hand)

    answered = handle(request, topic, form, ADOPT, act, hand=hand)
    poll = _there(topic).consultation
    if answered.status_code == 302 and poll is not None and carrying(request.user, poll):
        return redirect("opportunites:consultation_edit", slug=poll.slug)
    return answered


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """`methode/retoucher/`: anybody, with or without an account."""
    topic = public_topic(key)
    methode = _there(topic)
    form = form_for(request, topic, ChangeForm)

    def keep(stored: Commentaire) -> None:
        methods.change(methode, stored, form.cleaned_data.get("phase", ""))

    return say(request, topic, form, CHANGE, keep, kept=Retouche.objects.filter(methode__opportunite=topic))


@for_pen
def answer(request: HttpRequest, topic: Opportunite, hand: Hand, pk: int) -> HttpResponse:
    """`methode/retouches/12/`: taken up or not, and why."""
    public = Retouche.objects.filter(commentaire__visibility=Visibility.PUBLIC).select_related("commentaire")
    retouche = get_object_or_404(public, pk=pk, methode__opportunite=topic)
    form = AnswerForm(sent(request))

    def act(said: dict[str, Any]) -> None:
        methods.answer(retouche, hand, taken=said["taken"] == "oui", reason=said["reason"])

    return handle(request, topic, form, ANSWER, act, hand=hand, quoted=retouche.commentaire.text)


def _there(topic: Opportunite) -> Methode:
    if (methode := methods.latest(topic)) is None:
        raise Http404
    return methode
