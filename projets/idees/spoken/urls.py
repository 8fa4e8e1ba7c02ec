"""Addresses of the room; included by those of the idées."""

from django.urls import path

from projets.idees.spoken import views

app_name = "spoken"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("<uuid:uuid>/", views.kept, name="kept"),
]
