"""Tiles are the same for whoever asks: they skip what tells people apart (session, sign-in, form tokens, language)."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation

_found = lru_cache(10_000)(resolve)  # the same addresses are asked again and again
TILES: Final = "/tuiles/"  # as carto.urls includes them; tests hold the two together
ENDINGS: Final = (".mvt", ".pbf")
SAFE: Final = ("GET", "HEAD")

Answer = Callable[[HttpRequest], HttpResponse]


class TilesFirst:
    """Answers a tile at once: half of what an unchanged tile took went to layers that do nothing for it.

    Whatever stands before it in MIDDLEWARE is kept. What is refused goes the long way: its words are in the reader's
    language, which is only known there.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The tile, or whatever the rest of the chain answers."""
        path = request.path_info
        if path.startswith(TILES) and path.endswith(ENDINGS) and request.method in SAFE:
            answer = self._tile(request)
            if answer.status_code < 400:
                return answer
        return self.get_response(request)

    def _tile(self, request: HttpRequest) -> HttpResponse:
        """What the view says, in the source's language whatever this thread spoke before."""
        view, args, kwargs = _found(request.path_info)
        with translation.override(settings.LANGUAGE_CODE):
            answer = view(request, *args, **kwargs)
        if answer.status_code == 200:
            answer.headers["Content-Length"] = str(len(answer.content))
        return answer
