"""Addresses of one's own voice under those of one's own idea, by either door."""

from django.urls import path

from carto.fiches.own.urls import DOORS
from projets.idees.spoken.own_views import OwnVoiceView

app_name = "own_spoken"
urlpatterns = [path(f"{door}voix/<uuid:about>/", OwnVoiceView.as_view(), name=f"{name}_voice") for door, name in DOORS]
