"""Before anybody reads the map, what should be gone from it leaves: nothing waits for a job, and no cache outlives it.

Tiles, counts and their versions follow the visibility of a fiche. To leave an idea out of every query would not be
enough: a cell would still count it, and a browser's tile would still be the latest version.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from projets.idees.ephemeral.leaving import leave_due

# What reads no fiche: the base map, files, and what says how we are, which has to answer without a database.
APART: Final = ("/tuiles/fond/", "/media/", "/ville/", "/csp/", "/sante")


class LeaveAtTheirHour:
    """Before each page that may show an idea, one look at a clock; a statement once the next hour has come."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Without a database the page asked for says what is wrong, better than this would."""
        if not request.path_info.startswith(APART):
            with suppress(DatabaseError):
                leave_due()
        return self.get_response(request)
