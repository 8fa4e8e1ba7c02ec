"""Answering a question, contesting a closing, giving one's verdict; and the answers of a service."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from carto.fiches.own.actions import why_not
from carto.fiches.own.views import ActView
from carto.fiches.photos import Picture
from carto.fiches.trust.counting import photos_fit
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.weighing import weigh
from carto.fiches.views import UNPROCESSABLE
from signalements.cases import case_of
from signalements.desk.rights import acting_role
from signalements.layers import SIGNALEMENTS
from signalements.models import Signalement
from signalements.outcome import actions
from signalements.outcome.forms import AnswerForm, ContestForm, ReplyForm, SatisfactionForm
from signalements.outcome.pages import knows

TOO_MANY = 429


class OwnSignalementView(ActView):
    """An action on one's own signalement, by either door; Http404 for a fiche of another kind."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """These forms know nothing of the fiche."""
        kwargs = super().get_form_kwargs()
        del kwargs["fiche"]
        return kwargs

    def refusal(self) -> str:
        """The actions say it."""
        return ""

    @property
    def signalement(self) -> Signalement:
        """The one behind the door."""
        return get_object_or_404(Signalement.objects.select_related("categorie"), pk=self.door.fiche.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question, when one waits."""
        return super().get_context_data(**kwargs) | {"asked": actions.question_asked(self.signalement)}


class ReplyView(OwnSignalementView):
    """`repondre/`: the answer to what the service asked."""

    template_name = "signalements/outcome/reply.html"
    form_class = ReplyForm
    done = gettext_lazy("Merci : le service a votre réponse, et le délai court de nouveau.")

    def refusal(self) -> str:
        """No question, no form."""
        waiting = actions.question_asked(self.signalement)
        return "" if waiting else _("Rien ne vous est demandé en ce moment.")

    def act(self, form: ReplyForm) -> Any:
        """It goes on from where it was."""
        data = form.cleaned_data
        return actions.reply(
            self.signalement, form.public_words(), data["photos"], person=self.door.person,
            private=form.private_words(),
        )  # fmt: skip


class OwnContestView(OwnSignalementView):
    """`contester/`: « ce n’est pas réparé », one tap."""

    template_name = "signalements/outcome/contest.html"
    form_class = ContestForm
    done = gettext_lazy("C’est rouvert. Le service en est informé.")
    same = gettext_lazy("C’est déjà ouvert : le service s’en occupe.")

    def refusal(self) -> str:
        """Nothing to reopen, no form; sending one says by itself why it comes too late."""
        if self.door.fiche.visibility not in actions.OPENED:
            return why_not(self.door.fiche)
        return "" if actions.closed_at(case_of(self.signalement)) else str(self.same)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whoever sent it need not explain."""
        return super().get_form_kwargs() | {"known": True}

    def act(self, form: ContestForm) -> Any:
        """Reopened, with a trace."""
        pictures = form.cleaned_data["photos"]
        _make_room(self.request, pictures)
        return actions.contest(
            self.signalement, form.public_words(), pictures, person=self.door.person, private=form.private_words()
        )


class OwnRateView(OwnSignalementView):
    """`avis/`: whether one is content with what was done."""

    template_name = "signalements/outcome/rate.html"
    form_class = SatisfactionForm
    done = gettext_lazy("Merci de nous l’avoir dit.")
    same = gettext_lazy("Vous l’aviez déjà dit, merci.")

    def refusal(self) -> str:
        """Nothing to judge, no form."""
        closed = actions.closed_at(case_of(self.signalement))
        return "" if closed else _("Ce signalement est encore ouvert : vous nous direz à la fin.")

    def act(self, form: SatisfactionForm) -> Any:
        """Without a name."""
        data = form.cleaned_data
        return actions.rate(self.signalement, data["satisfied"] == "yes", data["text"]) or None


def _public(uuid: UUID) -> Signalement:
    """A signalement that everybody may read."""
    return get_object_or_404(
        Signalement.objects.for_cards().select_related("categorie", "service"),
        uuid=uuid,
        visibility__in=("public", "joined"),
    )


def _make_room(request: HttpRequest, pictures: Iterable[Picture]) -> None:
    """Raise ValidationError (French) when so many photos from its network already wait for somebody to look."""
    if not photos_fit(request, sum(picture.image.size for picture in pictures)):
        raise ValidationError(_("Trop de photos attendent sur votre réseau."), code="photos")


def _contest(request: HttpRequest, signalement: Signalement, form: ContestForm) -> bool:
    """Reopen it, as somebody else than its author; false when it is open. ValidationError says why not.

    The code `many`: so much comes from this network that a visitor has to come back later.
    """
    verdict = weigh(request, Sending.COMMENTAIRE, uuid=signalement.uuid)
    if verdict.level is Level.HELD and not form.known:
        said = _("Beaucoup de messages arrivent de votre réseau : réessayez dans quelques minutes.")
        raise ValidationError(said, code="many")
    pictures = form.cleaned_data["photos"]
    _make_room(request, pictures)
    words, private = form.public_words(), form.private_words()
    return actions.contest(signalement, words, pictures, stranger=True, private=private) is not None


@never_cache
@require_POST
def contest(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/signalements/<uuid>/contester/`: anybody may say that it is not mended; refused, what was typed stays."""
    signalement, status = _public(uuid), UNPROCESSABLE
    form = ContestForm(request.POST, request.FILES, known=knows(request.user, signalement))
    if form.is_valid():
        try:
            reopened = _contest(request, signalement, form)
        except ValidationError as error:
            form.add_error(None, error)
            status = TOO_MANY if error.code in {"many", "photos"} else status
        else:
            messages.success(request, OwnContestView.done if reopened else OwnContestView.same)
            return redirect(signalement.get_absolute_url())
    context = {"form": form, "fiche": signalement, "layer": SIGNALEMENTS, "back": signalement.get_absolute_url()}
    return render(request, "signalements/outcome/contest.html", context, status=status)


@never_cache
@require_POST
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/signalements/<uuid>/repondre/`: whoever may act on it at the desk answers; 403 for anybody else."""
    signalement = _public(uuid)
    role = acting_role(request.user, signalement)
    if not role:
        raise PermissionDenied
    form = AnswerForm(request.POST, request.FILES, signalement=signalement, role=role)
    if form.is_valid():
        try:
            form.send(request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est répondu."))
            return redirect(signalement.get_absolute_url())
    context = {"form": form, "answer_form": form, "fiche": signalement, "layer": SIGNALEMENTS}
    return render(request, "signalements/outcome/answer.html", context, status=UNPROCESSABLE)
