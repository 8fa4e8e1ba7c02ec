"""Addresses of this room."""

from django.urls import path

from projets.equipements.context import views

app_name = "context"
urlpatterns = [
    path("", views.compare, name="compare"),
    path("ici/", views.here, name="here"),
]
