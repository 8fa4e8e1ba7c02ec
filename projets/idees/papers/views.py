"""Paper for everybody: sending the photo of a sheet, checking what was read, taking back one's idea with a stub."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from carto.fiches.trust.counting import photos_fit
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from projets.idees.models import Feuille, Idee, Releve, ReleveState
from projets.idees.papers import actions, claiming
from projets.idees.papers.checking import checking, formset_of
from projets.idees.papers.codes import STUB_LENGTH, grouped, tidy_code
from projets.idees.papers.confirming import confirm
from projets.idees.papers.forms import PhotoForm, SheetForm, StubForm
from projets.idees.papers.querysets import ideas_of_stub
from projets.idees.rights import animation_roles

UNPROCESSABLE: Final = 422
TOO_MANY: Final = 429
FACILITATOR: Final = "facilitator"


@never_cache
def send(request: HttpRequest, code: str) -> HttpResponse:
    """`/feuilles/<code>/`, where the QR of a sheet leads: what it is, and sending its photo. 422 says why not."""
    feuille = get_object_or_404(Feuille.objects.select_related("campagne"), code=tidy_code(code))
    form = PhotoForm(None if request.method != "POST" else request.POST, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (releve := _read(request, feuille, form)):
        return redirect("idees:papers:reading", releve.uuid)
    told = {"feuille": feuille, "form": form, "animates": bool(animation_roles(request.user))}
    return _alone(render(request, "idees/papers/send.html", told, status=UNPROCESSABLE if form.errors else 200))


def _read(request: HttpRequest, feuille: Feuille, form: PhotoForm) -> Releve | None:
    """The reading; None when the form says why there is none."""
    [picture] = form.cleaned_data["photo"]
    if not animation_roles(request.user) and not photos_fit(request, picture.image.size):
        form.add_error("photo", _("Beaucoup de photos arrivent de votre réseau : réessayez dans une heure."))
        return None
    try:
        return actions.read_photo(picture, expected=feuille, person=_person(request))
    except ValidationError as error:
        form.add_error("photo", error)
    return None


def _person(request: HttpRequest) -> Any:
    """Who animates is known as such; a resident who sends a sheet stays unknown."""
    return request.user if animation_roles(request.user) else None


@never_cache
def reading(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/feuilles/releve/<uuid>/`: what was found, to be corrected and confirmed; then what became of it."""
    releve = _releve(uuid)
    if releve.state == ReleveState.CONFIRMED:
        return _alone(_done(request, releve))
    if releve.state != ReleveState.READ:
        return _alone(render(request, "idees/papers/waiting.html", {"releve": releve}))
    formset = formset_of(releve, request.POST if request.method == "POST" else None)
    if request.method == "POST" and "ajouter" not in request.POST and formset.is_valid():
        kept = [form.checked() for form in formset if form.cleaned_data["keep"]]
        if kept:
            _confirm(request, releve, kept)
            return redirect("idees:papers:reading", releve.uuid)
        messages.warning(request, _("Rien n’est coché : il n’y a rien à poser sur la carte."))
    wrong = request.method == "POST" and "ajouter" not in request.POST
    context = {"releve": releve, "feuille": releve.feuille, "animates": bool(animation_roles(request.user))}
    context |= checking(releve, formset)
    return _alone(render(request, "idees/papers/reading.html", context, status=UNPROCESSABLE if wrong else 200))


def _confirm(request: HttpRequest, releve: Releve, kept: list[Any]) -> None:
    def judged(idee: Idee) -> Any:
        return weigh(request, Sending.FICHE, uuid=idee.uuid, text=idee.text, point=idee.geom)

    person = _person(request)
    role = FACILITATOR if person else "resident"
    if confirm(releve, kept, person=person, role=role, weigh=judged):
        messages.success(request, _("C’est posé : merci pour ceux qui ont rempli cette feuille."), extra_tags="good")


def _done(request: HttpRequest, releve: Releve) -> HttpResponse:
    uuids = [line["idee"] for line in releve.found if line.get("idee")]
    idees = Idee.objects.filter(uuid__in=uuids).select_related("autocollant").order_by("pk")
    told = {
        "releve": releve, "feuille": releve.feuille, "idees": idees, "calque": actions.calque_of(releve),
        "strokes": sum("trait" in line for line in releve.found), "animates": bool(animation_roles(request.user)),
    }  # fmt: skip
    return render(request, "idees/papers/done.html", told)


@require_safe
@never_cache
def picture(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/feuilles/releve/<uuid>/carte.jpg`: the map laid flat; 404 once a person has confirmed, but for who animates."""
    releve = _releve(uuid)
    hidden = releve.state == ReleveState.CONFIRMED and not animation_roles(request.user)
    if hidden or not releve.straight:
        raise Http404
    response = FileResponse(releve.straight.open("rb"), content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _alone(response)


@require_POST
def drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`POST /feuilles/releve/<uuid>/effacer/`: the photo was not the right one."""
    releve = _releve(uuid)
    if releve.state == ReleveState.CONFIRMED:
        raise Http404
    feuille = releve.feuille
    actions.drop_reading(releve)
    messages.success(request, _("La photo est effacée, rien n’a été posé."), extra_tags="good")
    if animation_roles(request.user) or feuille is None:
        return redirect("idees:papers:list" if animation_roles(request.user) else "idees:papers:stub")
    return redirect("idees:papers:send", feuille.code)


@never_cache
def stub(request: HttpRequest) -> HttpResponse:
    """`/feuilles/souche/`: the code of a stub opens its idea, or lists them; the number of a sheet opens its page.

    `?code=`, where the QR of a stub leads, types the code in: it is opened by whoever presses, never by a robot's look.
    """
    if "feuille" in request.GET:
        return _to_sheet(request)
    typed = grouped(tidy_code(request.GET.get("code", ""))[:STUB_LENGTH])
    form = StubForm(request.POST or None, initial={"code": typed})
    if request.method != "POST":
        return _stub_page(request, form, 200)
    if not claiming.may_try(request):
        form.add_error(None, _("Trop de codes ont été essayés d’ici : attendez dix minutes, votre souche reste bonne."))
        return _stub_page(request, form, TOO_MANY)
    souche = claiming.souche_of(form.cleaned_data["code"]) if form.is_valid() else None
    if souche is None:
        form.add_error("code", _("Aucune souche ne porte ce code : relisez-le, il a douze lettres et chiffres."))
        return _stub_page(request, form, UNPROCESSABLE)
    idees = ideas_of_stub(souche)
    asked = form.cleaned_data.get("idee")
    chosen = [idee for idee in idees if idee.uuid == asked] or idees
    if len(chosen) == 1:
        secret = claiming.open_link(souche, form.cleaned_data["code"], chosen[0])
        return redirect("fiches:follow", secret)
    return _stub_page(request, form, 200, souche=souche, idees=idees)


def _stub_page(request: HttpRequest, form: StubForm, status: int, **told: Any) -> HttpResponse:
    told |= {"form": form, "sheet_form": told.pop("sheet_form", None) or SheetForm()}
    return _alone(render(request, "idees/papers/stub.html", told, status=status))


def _to_sheet(request: HttpRequest) -> HttpResponse:
    form = SheetForm(request.GET)
    code = tidy_code(form.cleaned_data["feuille"]) if form.is_valid() else ""
    if Feuille.objects.filter(code=code).exists():
        return redirect("idees:papers:send", code)
    if form.is_valid():
        form.add_error("feuille", _("Aucune feuille ne porte ce numéro."))
    return _stub_page(request, StubForm(), UNPROCESSABLE, sheet_form=form)


def _releve(uuid: UUID) -> Releve:
    return get_object_or_404(Releve.objects.select_related("feuille__campagne"), uuid=uuid)


def _alone(response: Any) -> Any:
    """Found by nobody who was not given its address, and said to nobody."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "strict-origin"
    return response
