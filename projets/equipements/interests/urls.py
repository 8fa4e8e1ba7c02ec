"""Addresses of interest statements."""

from django.urls import path

from projets.equipements.interests import views

app_name = "interests"
urlpatterns = [
    path("", views.register, name="register"),
    path("declarer/", views.declare, name="declare"),
    path("<int:pk>/terminer/", views.end, name="end"),
]
