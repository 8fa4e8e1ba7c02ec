"""Addresses of the room under those of one's own idea, by either door."""

from django.urls import path

from carto.fiches.own.urls import DOORS
from projets.idees.fusions import own_views

app_name = "own_fusions"
ROOMS = (
    ("reunions/<uuid:about>/", "fusion", own_views.OwnFusionView),
    ("amendements/<int:about>/", "settle", own_views.OwnSettleView),
)
urlpatterns = [
    path(f"{door}{room}", view.as_view(), name=f"{name}_{suffix}")
    for door, name in DOORS
    for room, suffix, view in ROOMS
]
