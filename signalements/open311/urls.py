"""Addresses of the room; included by those of the signalements."""

from django.urls import path, re_path, register_converter

from signalements.open311 import views


class Suffix:
    """The two formats."""

    regex = "xml|json"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(Suffix, "suffix")

app_name = "open311"
urlpatterns = [
    path("", views.nothing, name="root"),
    path("discovery.<suffix:suffix>", views.discovery, name="discovery"),
    path("services.<suffix:suffix>", views.services, name="services"),
    path("services/<str:code>.<suffix:suffix>", views.service, name="service"),
    path("requests.csv", views.requests_csv, name="csv"),
    path("requests.<suffix:suffix>", views.requests, name="requests"),
    path("requests/<str:number>.<suffix:suffix>", views.request_, name="request"),
    path("tokens/<str:token>.<suffix:suffix>", views.token, name="token"),
    path("servicerequestupdates.<suffix:suffix>", views.service_request_updates, name="updates"),
    re_path("^(?P<rest>.+)$", views.nothing),
]
