"""Interim: replaced by this room's developer."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(_request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """Interim."""
    return HttpResponse("…")


app_name = "carte"
urlpatterns = [
    path("", soon, name="map"),
    path("liste/", soon, name="list"),
    path("autour/", soon, name="around"),
    path("recherche/", soon, name="search"),
    path("territoires/<str:code>/", soon, name="territoire"),
    path("a-propos/", soon, name="about"),
]
