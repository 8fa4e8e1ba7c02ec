"""Proposing that ideas are one, and the page of such a proposal: who is asked, what they said, and how to undo it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from carto.fiches.models import Kind, Visibility
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.weighing import weigh
from carto.fiches.views import UNPROCESSABLE
from projets.idees.fusions import actions
from projets.idees.fusions.branches import SEEN
from projets.idees.fusions.forms import AloudForm, MergeForm
from projets.idees.fusions.rights import Hand, hand_on, is_author, is_referent, unreachable
from projets.idees.fusions.standing import STANDINGS, Standing, idees_of, standing_of
from projets.idees.likeness.candidates import candidates
from projets.idees.models import Fusion, Idee

CONFLICT = 409
OFFERED = 8  # ideas of the neighbourhood that may be the same


def readable(uuid: UUID) -> Idee:
    """The idea, when everybody may read it; Http404 otherwise."""
    return get_object_or_404(Idee.objects.for_cards().select_related("autocollant"), uuid=uuid, visibility__in=SEEN)


@never_cache
def propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/idees/<uuid>/reunir/`: anyone says which ideas are one with this one, and why; their authors decide."""
    target = get_object_or_404(
        Idee.objects.for_cards().select_related("autocollant"), uuid=uuid, visibility=Visibility.PUBLIC
    )
    form = MergeForm(request.POST if request.method == "POST" else None, alike=_alike(target))
    status = 200
    if request.method == "POST":
        fusion, status = _send(request, form, target)
        if fusion is not None:
            messages.success(request, _("Merci. Chaque auteur est consulté : rien ne se fait sans leur accord."))
            return redirect("idees:fusions:fusion", target.uuid, fusion.uuid)
    return render(request, "idees/fusions/propose.html", {"fiche": target, "form": form}, status=status)


def _send(request: HttpRequest, form: MergeForm, target: Idee) -> tuple[Fusion | None, int]:
    """The proposal, or the status of the page that says what is wrong."""
    if not form.is_valid():
        return None, UNPROCESSABLE
    data = form.cleaned_data
    if weigh(request, Sending.COMMENTAIRE, uuid=target.uuid, text=data["reason"]).level is Level.HELD:
        form.add_error(None, _("Beaucoup d’envois arrivent de votre réseau : réessayez dans quelques minutes."))
        return None, 429
    person = request.user if request.user.is_authenticated else None
    role = "referent" if is_referent(request.user, target) else "resident"
    try:
        return actions.propose(target, data["sources"], data["reason"], hand=Hand(person, role)), 200
    except ValidationError as error:
        form.add_error(None, error)
        return None, CONFLICT if error.code in {"asked", "gone", "holds", "peace"} else UNPROCESSABLE


def _alike(idee: Idee) -> list[Any]:
    """The ideas around it that may be the same."""
    spot = idee.geom.point_on_surface
    said = f"{idee.title} {idee.text}"
    found = candidates(spot, idee.autocollant, text=said, without=idee.uuid, limit=2 * OFFERED)
    return [each for each in found if each.kind == Kind.IDEE][:OFFERED]


@never_cache
def fusion(request: HttpRequest, uuid: UUID, fusion: UUID) -> HttpResponse:
    """`/idees/<uuid>/reunions/<uuid>/`: read by all; answered or undone by whoever is asked and signed in."""
    told = get_object_or_404(Fusion, uuid=fusion, target__uuid=uuid)
    form, wrong, status = AloudForm(request.POST if request.method == "POST" else None), "", 200
    if request.method == "POST":
        try:
            said = _act(request, told, form)
        except ValidationError as error:
            wrong, status = error.message, CONFLICT if error.code == "late" else UNPROCESSABLE
        else:
            messages.success(request, said, extra_tags="good")
            return redirect("idees:fusions:fusion", uuid, fusion)
        told.refresh_from_db()
    return render(
        request, "idees/fusions/fusion.html", _shown(request, told) | {"form": form, "wrong": wrong}, status=status
    )


def _act(request: HttpRequest, told: Fusion, form: AloudForm) -> str:
    """Do what the button says and return what to tell; PermissionDenied for whoever is not asked, ValidationError."""
    target, sources = idees_of(told)
    every = [target, *sources]
    asked, does = request.POST.get("comme", ""), request.POST.get("reponse", "")
    if does not in {"oui", "non", "defaire"}:
        raise ValidationError(_("Cette réponse n’existe pas."), code="unknown")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    if form.errors:
        raise ValidationError(form.errors["reason"][0], code="words")
    if does == "defaire":
        hand = next((hand for idee in every if (hand := hand_on(request.user, idee))), None)
        return undone(told, hand)
    if asked == "soutien":
        return _follow_along(request, told, agreed=does == "oui")
    if asked == "referent":
        mine = [idee for idee in unreachable(every) if is_referent(request.user, idee)]
        hand = Hand(request.user, "referent") if request.user.is_authenticated else None
    else:
        mine = [idee for idee in every if is_author(request.user, idee)]
        hand = Hand(request.user) if mine else None
    return answered(told, mine, hand, agreed=does == "oui", reason=reason)


def _follow_along(request: HttpRequest, told: Fusion, *, agreed: bool) -> str:
    user = request.user
    if not user.is_authenticated or not told.accords.filter(person=user, as_author=False).exists():
        raise PermissionDenied
    actions.answer_as_supporter(told, user, agreed=agreed)
    return (
        _("C’est noté : votre soutien suit.") if agreed else _("C’est noté : votre soutien reste où vous l’avez donné.")
    )


def answered(told: Fusion, idees: list[Idee], hand: Hand | None, *, agreed: bool, reason: str = "") -> str:
    """The answer for each of these ideas, and what it came to; PermissionDenied without any, or without a hand."""
    if not idees or hand is None:
        raise PermissionDenied
    for idee in idees:
        told = actions.answer(told, idee, agreed=agreed, hand=hand, reason=reason)
        if standing_of(told) is not Standing.ASKED:
            break
    standing = standing_of(told)
    if standing is Standing.DONE:
        return _("C’est fait : les idées sont réunies.")
    if standing is Standing.DROPPED:
        return _("C’est noté : les idées restent séparées.") if not agreed else _("Les idées restent séparées.")
    return _("Merci : il reste d’autres auteurs à entendre.")


def undone(told: Fusion, hand: Hand | None) -> str:
    """Undo it; PermissionDenied without a hand."""
    if hand is None:
        raise PermissionDenied
    actions.undo(told, hand=hand)
    return _("C’est défait : chaque idée a repris sa place, avec ses soutiens.")


def _shown(request: HttpRequest, told: Fusion) -> dict[str, Any]:
    """The ideas with where they stand, and what this person may say."""
    target, sources = idees_of(told)
    every = [target, *sources]
    authors = {accord.idee_id: accord.answer for accord in told.accords.filter(as_author=True)}
    user, standing = request.user, standing_of(told)
    mine = told.accords.filter(person=user, as_author=False).first() if user.is_authenticated else None
    silent = {idee.pk for idee in unreachable(every)}
    return {
        "fiche": target,
        "fusion": told,
        "standing": standing,
        "standing_said": STANDINGS[standing],
        "every": [(idee, authors.get(idee.pk), idee.pk in silent) for idee in every],
        "author_asked": [idee for idee in every if is_author(user, idee)] if standing == Standing.ASKED else [],
        "referent_asked": standing == Standing.ASKED
        and any(authors.get(idee.pk) is None and is_referent(user, idee) for idee in every if idee.pk in silent),
        "supporter": mine if standing in (Standing.ASKED, Standing.DONE) else None,
        "may_undo": standing == Standing.DONE and any(hand_on(user, idee) for idee in every),
    }
