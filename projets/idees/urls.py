"""Interim: replaced by this room's developer."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(_request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """Interim."""
    return HttpResponse("…")


app_name = "idees"
urlpatterns = [
    path("proposer/", soon, name="propose"),
    path("idees/", soon, name="list"),
    path("idees/<uuid:uuid>/", soon, name="page"),
]
