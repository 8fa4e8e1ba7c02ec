"""Addresses of opportunités (DESIGN 10)."""

from django.urls import path

from projets.opportunites import views

app_name = "opportunites"
urlpatterns = [
    path("opportunites/", views.opportunite_list, name="list"),
    path("opportunites/<uuid:uuid>/", views.OpportunitePage.as_view(), name="page"),
]
