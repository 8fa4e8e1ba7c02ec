"""Interim: replaced by this room's developer."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(_request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """Interim."""
    return HttpResponse("…")


app_name = "fiches"
urlpatterns = [path("fiches/<uuid:uuid>/apercu/", soon, name="card")]
