"""Addresses of one's own fiche: the same room by its two doors."""

from django.urls import path

from carto.fiches.own import views
from carto.fiches.tags.views import OwnTagsView

DOORS = (("suivre/<str:secret>/", "follow"), ("mes-fiches/<uuid:uuid>/", "mine"))
ROOMS = (
    ("", "", views.RoomView),
    ("papier/", "_slip", views.SlipView),
    ("corriger/", "_correct", views.CorrectView),
    ("completer/", "_complete", views.CompleteView),
    ("etiquettes/", "_tags", OwnTagsView),
    ("deplacer/", "_move", views.MoveView),
    ("retirer/", "_withdraw", views.WithdrawView),
    ("remettre/", "_back", views.PutBackView),
)
urlpatterns = [
    path(f"{door}{room}", view.as_view(), name=f"{name}{suffix}")
    for door, name in DOORS
    for room, suffix, view in ROOMS
]
