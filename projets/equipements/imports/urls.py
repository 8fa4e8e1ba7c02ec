"""Addresses of imports."""

from django.urls import path

from projets.equipements.imports import desk_views, naming_views, reject_views, views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("ajouter/", desk_views.add, name="add"),
    path("lignes/<int:pk>/", views.ligne, name="ligne"),
    path("<slug:code>/", views.source, name="source"),
    path("<slug:code>/fichier/", views.file, name="file"),
    path("<slug:code>/rejets.csv", views.rejects, name="rejects"),
    path("<slug:code>/lire/", desk_views.send, name="send"),
    path("<slug:code>/rejets/", desk_views.rejets, name="rejets"),
    path("<slug:code>/rejets/<int:pk>/", reject_views.rejet, name="rejet"),
    path("<slug:code>/lieux/", naming_views.names, name="names"),
    path("<slug:code>/lectures/<int:pk>/", desk_views.reading, name="reading"),
    path("<slug:code>/lectures/<int:pk>/geste/", desk_views.act, name="act"),
]
