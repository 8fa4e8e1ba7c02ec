"""Addresses of idées (DESIGN 10)."""

from django.urls import path

from projets.idees import views

app_name = "idees"
urlpatterns = [
    path("proposer/", views.ProposeView.as_view(), name="propose"),
    path("idees/", views.idee_list, name="list"),
    path("idees/<uuid:uuid>/", views.IdeePage.as_view(), name="page"),
]
