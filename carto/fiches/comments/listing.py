"""The comments of a page: the public ones, in the order in which they were said, page by page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from carto.fiches.comments.forms import CommentForm
from carto.fiches.models import Commentaire, Fiche, Visibility

PER_PAGE = 20


def comments_of(fiche: Fiche, request: HttpRequest) -> dict[str, Any]:
    """What the page of a fiche tells of its comments: `?commentaires=2` is the second page of them."""
    said = Commentaire.objects.filter(fiche_id=fiche.pk, visibility=Visibility.PUBLIC).select_related("author")
    person = request.user if request.user.is_authenticated else None
    return {
        "comments": Paginator(said, PER_PAGE).get_page(request.GET.get("commentaires")),
        "comment_form": CommentForm(fiche=fiche, person=person),
    }


def page_of(comment: Commentaire) -> int:
    """On which page of its fiche a public comment stands."""
    before = Commentaire.objects.filter(
        fiche_id=comment.fiche_id, visibility=Visibility.PUBLIC, created_at__lt=comment.created_at
    )
    return before.count() // PER_PAGE + 1
