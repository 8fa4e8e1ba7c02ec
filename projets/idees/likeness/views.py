"""« Ceci existe déjà ? » before publishing: a fragment while one writes, a step of the form without JavaScript."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from carto.fiches.already import AskFirst, read_spot
from carto.problems import problem
from projets.idees.forms import IdeeForm
from projets.idees.likeness.candidates import Candidate, candidates
from projets.idees.models import Autocollant


@never_cache
def already(request: HttpRequest) -> HttpResponse:
    """`/proposer/deja/?autocollant=&lon=&lat=&precision=&titre=&texte=`: what is there already; 204 without any.

    A fragment of the form, or JSON (`{"candidats": [...]}`, 200 even when it is empty) for whoever asks for it.
    """
    asked = request.GET
    code = asked.get("autocollant", "")[:50].replace("\x00", "")
    sticker = Autocollant.objects.offered().filter(code=code).first()
    if sticker is None:
        return problem(400, _("Cet autocollant n’est pas dans la palette."))
    try:
        spot = read_spot(asked)
    except ValidationError as error:
        return problem(400, _("Ce lieu ne convient pas."), detail=error.message)
    found = candidates(spot.point, sticker, precision=spot.precision, text=spot.text)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"candidats": [each.as_json() for each in found]})
    if not found:
        return HttpResponse(status=204)
    told = {"already": found, "writing": True, "continuing": continuing()}
    return render(request, "idees/likeness/_already.html", told)


def continuing() -> str:
    """The address that opens a draft which goes on from an idea; empty where there are no drafts."""
    try:
        return reverse("idees:drafts:open")
    except NoReverseMatch:
        return ""


class ExistsFirst(AskFirst):
    """For the page that proposes: what is near and alike is shown before anything is published.

    « J’y ajoute quelque chose » and « une autre réponse » answer it: what is sent is then a branch of that idea.
    """

    answers = ("amende", "alternative")

    def alike(self, form: IdeeForm) -> list[Candidate]:
        """What is there already: idées, équipements, opportunités, and reports that tell of the same wish."""
        data = form.cleaned_data
        said = f"{data['title']} {data['text']}"
        return candidates(form.point, data["autocollant"], precision=data["precision"], text=said, without=data["uuid"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Besides, where one goes on from what is there."""
        return super().get_context_data(**kwargs) | {"continuing": continuing()}
