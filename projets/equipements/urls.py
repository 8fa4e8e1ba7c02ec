"""Addresses of équipements (DESIGN 10)."""

from django.urls import path

from projets.equipements import views

app_name = "equipements"
urlpatterns = [
    path("equipements/", views.equipement_list, name="list"),
    path("equipements/<uuid:uuid>/", views.EquipementPage.as_view(), name="page"),
]
