"""Addresses of this room."""

from django.urls import path

from projets.equipements.owners import figure_views, views

app_name = "owners"
urlpatterns = [
    path("", views.organisme_list, name="list"),
    path("equipement/nouveau/", views.new, name="new"),
    path("equipement/<uuid:uuid>/", views.edit, name="edit"),
    path("equipement/<uuid:uuid>/couts/", figure_views.costs, name="costs"),
    path("equipement/<uuid:uuid>/couts/<int:pk>/", figure_views.settle, name="settle"),
    path("equipement/<uuid:uuid>/usages/", figure_views.uses, name="uses"),
    path("<slug:slug>/", views.organisme_page, name="page"),
    path("<slug:slug>/mandats/", views.mandates, name="mandates"),
]
