"""Before anybody reads the map, what should be gone from it leaves: nothing waits for a job, and no cache outlives it.

Tiles, counts and their versions follow the visibility of a fiche. To leave an idea out of every query would not be
enough: a cell would still count it, and a browser's tile would still be the latest version.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from projets.idees.ephemeral.leaving import leave_due

# What reads no fiche: the base map, files, and the page that says how we are, which has to answer without a database.
APART: Final = ("tiles.basemap.", "carto.media.", "carto.look_views.", "carto.policy.", "carto.ouvert.views.sante")


class LeaveAtTheirHour:
    """Before each page that may show an idea, one look at a clock; a statement once the next hour has come."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing yet: only the view tells whether anything is read."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any) -> None:
        """Without a database the page asked for says what is wrong, better than this would."""
        name = f"{view.__module__}.{getattr(view, '__name__', '')}"
        if not name.startswith(APART):
            with suppress(DatabaseError):
                leave_due()
