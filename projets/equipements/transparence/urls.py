"""Addresses of « Transparence »."""

from django.urls import path

from projets.equipements.transparence import views

app_name = "transparence"
urlpatterns = [
    path("", views.here, name="here"),
    path("equipements/", views.facilities, name="facilities"),
    path("<slug:name>/", views.rows, name="rows"),
]
