"""Addresses of this room."""

from django.urls import path

from projets.opportunites.evidence import views

urlpatterns = [path("opportunites/candidates.csv", views.candidates_csv, name="candidates_csv")]
