"""Interim: replaced by this room's developer."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(_request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """Interim."""
    return HttpResponse("…")


app_name = "equipements"
urlpatterns = [path("equipements/", soon, name="list"), path("equipements/<uuid:uuid>/", soon, name="page")]
