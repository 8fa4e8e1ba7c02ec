"""Only whoever carries a topic writes what is decided on it."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projets.opportunites.referents.act_views import carried_topic
from projets.opportunites.workflow import PHASES, Status

DECIDABLE: Final = frozenset({*PHASES, Status.DECIDED})
UNPROCESSABLE, CONFLICT, TOO_MANY = 422, 409, 429


def for_pen(states: Collection[str] = DECIDABLE) -> Callable[..., Any]:
    """The view gets the topic and the Hand that carries it; 403 for whoever acts nowhere, 404 where it is not theirs
    or while the topic is in none of these states.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @never_cache
        @login_required
        @require_http_methods(["GET", "POST"])
        @wraps(view)
        def guarded(request: HttpRequest, uuid: UUID) -> HttpResponse:
            topic, hand = carried_topic(request, uuid)
            if topic.status not in states:
                raise Http404
            return view(request, topic, hand)

        return guarded

    return guard
