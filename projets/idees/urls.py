"""Addresses of idées (DESIGN 10)."""

from django.urls import path
from django.views.generic import RedirectView

from projets.idees import views

app_name = "idees"
urlpatterns = [
    path("proposer/", views.ProposeView.as_view(), name="propose"),
    path("idees/", RedirectView.as_view(url="/liste/?couches=idees"), name="list"),
    path("idees/<uuid:uuid>/", views.IdeePage.as_view(), name="page"),
]
