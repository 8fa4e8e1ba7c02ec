"""« C’est déjà signalé ? » before sending: a fragment while one writes, a step of the form without JavaScript."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from carto.fiches.actions import fiche_of_secret
from carto.fiches.already import AskFirst, read_spot
from carto.problems import problem
from signalements.forms import SignalementForm
from signalements.joining import join
from signalements.likeness.candidates import Candidate, candidates
from signalements.models import Categorie, Signalement

JOINED_WITHIN = 300  # metres: whoever joins what they send to another stands by it


@never_cache
def already(request: HttpRequest) -> HttpResponse:
    """`/signaler/deja/?categorie=&lon=&lat=&precision=&texte=`: what is there already; 204 when there is nothing."""
    asked = request.GET
    categorie = Categorie.objects.offered().filter(code=asked.get("categorie", "")[:50].replace("\x00", "")).first()
    if categorie is None:
        return problem(400, _("Cette catégorie n’existe pas : choisissez-en une dans la liste."))
    try:
        spot = read_spot(asked)
    except ValidationError as error:
        return problem(400, _("Ce lieu ne convient pas."), detail=error.message)
    found = candidates(spot.point, categorie, precision=spot.precision, text=spot.text)
    if not found:
        return HttpResponse(status=204)
    return render(request, "signalements/_already.html", {"already": found, "writing": True})


class AlreadyFirst(AskFirst):
    """For the page that reports: shows what is there already, unless the person has seen it or says it is another."""

    answers = ("joindre",)

    def form_valid(self, form: SignalementForm) -> HttpResponse:
        """Ask once; then send, and join to the one that the person has pointed at."""
        response = super().form_valid(form)
        if target := self.request.POST.get("joindre"):
            self._join(form, target)
        return response

    def alike(self, form: SignalementForm) -> list[Candidate]:
        """What was reported there already."""
        data = form.cleaned_data
        return candidates(
            form.point, form.categories[data["categorie"]], precision=data["precision"], text=data["text"],
            without=data["uuid"],
        )  # fmt: skip

    def _join(self, form: SignalementForm, target: str) -> None:
        """Join what was sent, known by its secret, to one close to it; else it stays on its own, not lost."""
        sent = fiche_of_secret(form.cleaned_data["secret"])
        if sent is None or sent.uuid != form.cleaned_data["uuid"]:
            return
        try:
            there = Signalement.objects.near(sent.geom.centroid, JOINED_WITHIN).exclude(pk=sent.pk).get(uuid=target)
            join(Signalement.objects.get(pk=sent.pk), there, role="resident")
        except (Signalement.DoesNotExist, ValidationError):
            messages.info(self.request, _("Votre signalement est bien parti, à part : l’autre n’est plus là."))
