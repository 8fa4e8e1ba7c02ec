"""Who does what with a question: whoever publishes the figure answers and hands on, the moderation takes away."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from carto.comptes.models import User
from carto.comptes.rules import is_moderator
from projets.equipements.questions.clock import Told
from projets.equipements.rights import Publishing, publishing


def answering(user: User, told: Told) -> Publishing | None:
    """In whose name they answer this question; None when they may not."""
    found = publishing(user)
    return found if found and found.may_change(told.figure.owner) else None


def must_answer(request: HttpRequest, told: Told) -> Publishing:
    """The same; raises PermissionDenied."""
    if (found := answering(request.user, told)) is None:
        raise PermissionDenied
    return found


def must_moderate(request: HttpRequest) -> None:
    """Raises PermissionDenied for whoever is no moderator."""
    if not is_moderator(request.user):
        raise PermissionDenied
