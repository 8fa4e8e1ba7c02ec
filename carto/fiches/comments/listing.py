"""The comments of a page: the public ones, in the order in which they were said, page by page."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from carto.fiches.comments.forms import CommentForm
from carto.fiches.comments.kinds import on_its_page
from carto.fiches.models import Commentaire, Fiche
from carto.promised import Promised

PER_PAGE = 20


@dataclass(frozen=True)
class Question:
    """A question as its page tells it: when its answer is promised, by whom, and what answered it."""

    promised: Promised
    by: str
    answer: Commentaire | None


def comments_of(fiche: Fiche, request: HttpRequest) -> dict[str, Any]:
    """What the page of a fiche tells of its comments: `?commentaires=2` is the second page of them."""
    said = on_its_page(Commentaire.objects.public().filter(fiche_id=fiche.pk), fiche)
    said = said.select_related("author", "answers").replied()
    person = request.user if request.user.is_authenticated else None
    page = Paginator(said, PER_PAGE).get_page(request.GET.get("commentaires"))
    who = answering(fiche)
    return {
        "comments": page,
        "spoken": [(each, _question(each, who)) for each in page],
        "comment_form": CommentForm(fiche=fiche, person=person),
    }


def answering(fiche: Fiche) -> str:
    """Who answers the questions about a fiche: the service that is responsible for it, else the city."""
    service = getattr(fiche, "service", None)
    return str(service) if service else _("la ville")


def _question(said: Commentaire, who: str) -> Question | None:
    """Its clock; None for what asks nothing."""
    if said.due_at is None:
        return None
    answer = said.given[0] if said.given else None
    return Question(Promised(said.due_at, answer.created_at if answer else None), who, answer)


def page_of(comment: Commentaire) -> int:
    """On which page of its fiche a public comment stands."""
    before = Commentaire.objects.public().filter(fiche_id=comment.fiche_id, created_at__lt=comment.created_at)
    return on_its_page(before, comment.fiche).count() // PER_PAGE + 1
