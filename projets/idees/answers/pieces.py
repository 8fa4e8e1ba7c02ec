"""What the page of an idea says of its answer."""

from typing import Any

from django.http import HttpRequest

from carto.promised import Promised
from projets.idees.answers.actions import may_answer, role_to_hand_over
from projets.idees.models import Idee


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any]:
    """Who answers, by when, or since when it is late; and the way to answer, for those who may."""
    if idee.answer_due_at is None:
        return {}
    user = request.user
    agent = user.is_authenticated and may_answer(user, idee)
    return {
        "promised": Promised(idee.answer_due_at, idee.answered_at),
        "may_answer": agent,
        "may_hand_over": idee.answered_at is None and (agent or bool(role_to_hand_over(user, idee))),
    }
