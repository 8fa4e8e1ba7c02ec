"""`POST /fiches/<uuid>/soutien/`: one gesture, and back to where one was."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carto.fiches.lineage import kept_of
from carto.fiches.models import Fiche, SoutienKind, Visibility
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.weighing import weigh
from carto.fiches.voices.actions import Voice, heard, offered, speak, take_back
from carto.fiches.voices.remembering import Remembered
from carto.fiches.voices.telling import said_of_people
from carto.problems import problem


class SeeOther(HttpResponseRedirect):
    """303: the answer to a gesture is read elsewhere, and a reload makes no second gesture."""

    status_code = 303


@require_POST
def voice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`geste` is too, still or gone; `annuler` takes it back. About the one that is kept, when it is joined."""
    readable = Fiche.objects.filter(visibility__in=(Visibility.PUBLIC, Visibility.JOINED))
    named = get_object_or_404(readable, uuid=uuid)
    fiche = kept_of(named)
    try:
        kind = SoutienKind(request.POST.get("geste", ""))
    except ValueError:
        return problem(400, _("Ce geste n’existe pas."))
    who = Voice.of(request, fiche)
    if "annuler" in request.POST:
        # A voice that did not go along with a merge is on the page where it was given.
        gone = take_back(fiche, kind, who) or take_back(named, kind, Voice.of(request, named))
        answer = _answer(request, fiche, who, _("C’est effacé."))
        return _remembered(request, answer, fiche, kind, said=False) if gone else answer
    if kind not in offered(fiche):
        return problem(409, _("Ce n’est plus possible pour cette fiche : son état a changé entre-temps."))
    if weigh(request, Sending.SOUTIEN).level is Level.HELD:
        return problem(429, _("Beaucoup de gestes arrivent de votre réseau : réessayez dans quelques minutes."))
    again = who.person is None and kind == SoutienKind.TOO and Remembered.of(request).holds(fiche)
    new = not again and speak(fiche, kind, who)
    told = _thanks(fiche, kind) if new else _("Vous l’aviez déjà dit : c’est noté.")
    return _remembered(request, _answer(request, fiche, who, told), fiche, kind, said=True)


def _remembered(
    request: HttpRequest, answer: HttpResponse, fiche: Fiche, kind: SoutienKind, *, said: bool
) -> HttpResponse:
    """The answer by which a browser without an account remembers that it is one of those concerned."""
    if request.user.is_authenticated or kind != SoutienKind.TOO:
        return answer
    return Remembered.of(request).kept(answer, fiche, said=said, secure=request.is_secure())


def _thanks(fiche: Fiche, kind: SoutienKind) -> str:
    """What one reads after the gesture."""
    if kind == SoutienKind.GONE:
        return _("Merci de l’avoir dit : le service pourra vérifier.")
    return _("C’est noté, merci : %(people)s.") % {"people": said_of_people(heard(fiche).people)}


def _answer(request: HttpRequest, fiche: Fiche, who: Voice, told: str) -> HttpResponse:
    """JSON when it is asked for, else back to the page one came from, or the fiche's."""
    if "application/json" in request.headers.get("Accept", ""):
        now = heard(fiche, who)
        body = {"message": told, "personnes": now.people, "dit": said_of_people(now.people)}
        return JsonResponse(body | {"gestes": sorted(now.mine)})
    messages.success(request, told, extra_tags="good")
    back = request.POST.get("suite", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return SeeOther(back if ours else fiche.get_absolute_url())
