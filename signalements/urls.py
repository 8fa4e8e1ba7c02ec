"""Interim: replaced by this room's developer."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(_request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """Interim."""
    return HttpResponse("…")


app_name = "signalements"
urlpatterns = [
    path("signaler/", soon, name="report"),
    path("signalements/", soon, name="list"),
    path("signalements/<uuid:uuid>/", soon, name="page"),
]
