"""Words that anybody adds to a topic, signed or not: comments, moderated as comments are, that a page of ours knows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from carto.fiches.comments.forms import CommentForm
from carto.fiches.models import Commentaire, CommentKind, Fiche, Visibility
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from projets.opportunites.gates.asking import CONFLICT, UNPROCESSABLE, Asked, sent
from projets.opportunites.models import Opportunite


class SayingForm(CommentForm):
    """Words, and under what name; they answer no question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]
        self.fields.pop("answers", None)

    def clean(self) -> dict[str, Any]:
        """An opinion, as the comments of a page have it."""
        data = super().clean()
        data["kind"] = CommentKind.AVIS
        return data


def say(
    request: HttpRequest, topic: Opportunite, form: SayingForm, asked: Asked, keep: Callable[[Commentaire], object],
    closed: str = "", *, kept: QuerySet, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Store the words, then what `keep` makes of them: it may be called twice for the same ones.

    `closed` says why it is too late (409): what was typed is shown again, so that nothing is lost. `kept` are the rows
    that `keep` makes: words that are known and stand elsewhere (another topic’s, a thread’s) are not taken from there.
    """
    if not closed and form.is_valid():
        if stored := _stored(request, form, keep, kept):
            if stored.visibility != Visibility.PUBLIC:
                messages.info(request, _("Merci. Une personne lira vos mots avant qu’ils paraissent."))
            else:
                messages.success(request, asked.done, "good")
            return redirect(asked.address(topic))
        closed = _("Ces mots sont déjà arrivés ailleurs : rechargez la page.")
    context = {"topic": topic, "form": form, "asked": asked, "closed": closed, "back": asked.address(topic)} | more
    status = CONFLICT if closed else UNPROCESSABLE if form.is_bound else 200
    return render(request, "opportunites/gates/ask.html", context, status=status)


def _stored(
    request: HttpRequest, form: SayingForm, keep: Callable[[Commentaire], object], kept: QuerySet
) -> Commentaire | None:
    """The words with their row, both or neither; None when they stand elsewhere."""
    uuid = form.cleaned_data["uuid"]
    verdict = weigh(request, Sending.COMMENTAIRE, uuid=uuid)
    with transaction.atomic():
        Fiche.objects.lock_uuid(uuid)
        known = Commentaire.objects.filter(uuid=uuid)
        if known.exists() and not kept.filter(commentaire__in=known).exists():
            return None
        stored = form.send(verdict)
        keep(stored)
    return stored


def form_for(request: HttpRequest, topic: Opportunite, form: type[SayingForm] = SayingForm, **kwargs: Any) -> Any:
    """The form, filled in by whoever asks, with their name when they are signed in."""
    person = request.user if request.user.is_authenticated else None
    return form(sent(request), fiche=topic, person=person, **kwargs)
