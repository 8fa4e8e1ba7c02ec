"""Addresses of the room; included by those of the idées."""

from django.urls import path

from projets.idees.workshops import staff_views, views

app_name = "workshops"
urlpatterns = [
    path("", views.index, name="index"),
    path("animer/", staff_views.desk, name="desk"),
    path("animer/nouveau/", staff_views.new, name="new"),
    path("animer/<slug:slug>/", staff_views.entry, name="entry"),
    path("animer/<slug:slug>/cartes.pdf", staff_views.cards, name="cards"),
    path("animer/retirer/<uuid:uuid>/", staff_views.bin_it, name="bin"),
    path("<slug:slug>/", views.page, name="page"),
]
