"""Addresses of tags; the page of one is the list of the map (carto.carte)."""

from django.urls import path

from carto.fiches.tags import views

app_name = "tags"
urlpatterns = [
    path("etiquettes/", views.index, name="index"),
    path("etiquettes/suggestions/", views.suggestions, name="suggestions"),
    path("etiquettes/registre/", views.register, name="register"),
    path("etiquettes/registre/<int:pk>/defaire/", views.undo, name="undo"),
    path("fiches/<uuid:uuid>/etiquettes/", views.moderated, name="moderated"),
]
