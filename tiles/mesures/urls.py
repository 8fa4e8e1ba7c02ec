"""Included under `/territoires/`; the legend is under `/tuiles/`, beside the tiles that it explains."""

from django.urls import path

from tiles.mesures import views

app_name = "mesures"
urlpatterns = [
    path("", views.table, name="table"),
    path("<str:code>/mesure/", views.card, name="card"),
]
