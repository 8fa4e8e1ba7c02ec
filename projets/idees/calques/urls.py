"""Addresses of the room; included by those of the idées."""

from django.urls import path

from projets.idees.calques import ensemble_views, live_views, moderation_views, views

app_name = "calques"
urlpatterns = [
    path("", views.sheet_list, name="list"),
    path("nouveau/", views.OpenView.as_view(), name="open"),
    path("ensemble/", ensemble_views.together, name="together"),
    path("ensemble/accords.json", ensemble_views.squares, name="squares"),
    path("a-relire/", moderation_views.waiting, name="waiting"),
    path("garder/<str:secret>/", views.KeepView.as_view(), name="keep"),
    path("<uuid:uuid>/", views.sheet, name="sheet"),
    path("<uuid:uuid>/traits/", live_views.strokes, name="strokes"),
    path("<uuid:uuid>/calque.geojson", live_views.download, name="download"),
    path("<uuid:uuid>/moderer/", moderation_views.act, name="moderate"),
]
