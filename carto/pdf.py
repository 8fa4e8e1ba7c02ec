"""Pages as PDF, by WeasyPrint: what a page shows is answered in process, and nobody else is asked for anything.

A page names its pictures, styles and fonts by our own paths (`/tuiles/plan.svg?…`, `/static/…`, `/media/…`), as for a
browser. A worker without a web server makes the same PDF, and a page in which a stranger put an address fetches nothing
from it.
"""

import mimetypes
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils._os import safe_join
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

HERE: Final = "http://carte.invalid"  # a name that can belong to nobody (RFC 6761)
DYNAMIC: Final = ("/tuiles/", "/media/")  # what pages show; their other addresses are nobody's picture


class Refused(ValueError):
    """The address is not one of our own: the page goes on without it."""


class OwnPaths(URLFetcher):
    """Answers our own paths from the views and files themselves; refuses every other address.

    `handed` are pictures that the caller has drawn, with their media type, by the path that the page names them by.
    """

    def __init__(self, handed: Mapping[str, tuple[bytes, str]] | None = None) -> None:
        super().__init__()
        self.handed = handed or {}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The answer. Raises Refused for another host or scheme; FatalURLFetchingError when ours has no answer."""
        parts = urlsplit(url)
        path = unquote(parts.path)
        if f"{parts.scheme}://{parts.netloc}" != HERE:
            raise Refused(f"not ours: {url[:120]}")
        if path in self.handed:
            content, kind = self.handed[path]
            return URLFetcherResponse(url, content, {"Content-Type": kind})
        if path.startswith(settings.STATIC_URL):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            return URLFetcherResponse(url, _static(path.removeprefix(settings.STATIC_URL)), {"Content-Type": kind})
        if not path.startswith(DYNAMIC):
            raise Refused(f"not a picture: {url[:120]}")
        response = _answer(path, parts.query)
        if response.status_code != 200:
            raise FatalURLFetchingError(f"{response.status_code} for {path[:120]}")
        content = response.getvalue()
        return URLFetcherResponse(url, content, {"Content-Type": response.headers["Content-Type"]})


def to_pdf(page: str, handed: Mapping[str, tuple[bytes, str]] | None = None) -> bytes:
    """An HTML page as PDF; `handed` are pictures made for it (OwnPaths).

    Raises FatalURLFetchingError when a picture or style of ours cannot be had.
    """
    return HTML(string=page, base_url=f"{HERE}/", url_fetcher=OwnPaths(handed)).write_pdf(pdf_tags=True)


def _static(path: str) -> bytes:
    """A static file: as collected, under the name that changes with its content, else where it is written."""
    try:
        collected = Path(safe_join(settings.STATIC_ROOT, path))
    except SuspiciousFileOperation as error:
        raise Refused(f"not a static file: {path[:120]}") from error
    found = collected if collected.is_file() else finders.find(path)
    if not found:
        raise FatalURLFetchingError(f"no static file {path[:120]}")
    return Path(found).read_bytes()


def _answer(path: str, query: str) -> HttpResponseBase:
    """What a stranger's browser would be answered."""
    told = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": BytesIO()}
    request = WSGIRequest(told | {"SERVER_NAME": settings.ALLOWED_HOSTS[0], "SERVER_PORT": "80"})
    request.user = AnonymousUser()
    try:
        view, args, kwargs = resolve(path)
        return view(request, *args, **kwargs)
    except Http404 as error:
        raise FatalURLFetchingError(f"404 for {path[:120]}") from error
