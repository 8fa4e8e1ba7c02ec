"""Addresses of the room; included by those of the signalements, under `/bureau/tournees/`."""

from django.urls import path

from signalements.rounds import field_views, views

app_name = "rounds"
urlpatterns = [
    path("", views.index, name="index"),
    path("nouvelle/", views.new, name="new"),
    path("<uuid:uuid>/", field_views.round_page, name="round"),
    path("<uuid:uuid>/modifier/", views.edit, name="edit"),
    path("<uuid:uuid>/feuille/", views.sheet, name="sheet"),
    path("<uuid:uuid>/proche/", field_views.nearest_stop, name="nearest"),
    path("<uuid:uuid>/arrets/<int:stop>/", field_views.gesture, name="gesture"),
]
