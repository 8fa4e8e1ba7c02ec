"""Addresses of « Qui s’en occupe ici ? »."""

from django.urls import path

from projets.equipements.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.here, name="here"),
    path("annuaire/", views.directory, name="list"),
]
