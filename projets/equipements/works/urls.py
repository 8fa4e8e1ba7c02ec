"""Addresses of this room."""

from django.urls import path

from projets.equipements.works import views

app_name = "works"
urlpatterns = [path("", views.works_list, name="list")]
