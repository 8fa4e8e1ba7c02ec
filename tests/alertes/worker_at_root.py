"""The site's addresses, with a service worker at its root that only knows of notifications."""

from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest
from django.urls import path

from carto.urls import urlpatterns as site


def worker(_request: HttpRequest) -> FileResponse:
    """`/sw.js`."""
    return FileResponse(open(finders.find("alertes/push-worker.js"), "rb"), content_type="text/javascript")  # noqa: PTH123


urlpatterns = [path("sw.js", worker), *site]
