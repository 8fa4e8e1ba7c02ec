"""Addresses of the room under those of an idea; included by those of the idées."""

from django.urls import path

from projets.idees.fusions import branch_views, views

app_name = "fusions"
urlpatterns = [
    path("reunir/", views.propose, name="propose"),
    path("reunions/<uuid:fusion>/", views.fusion, name="fusion"),
    path("branches/", branch_views.branches, name="branches"),
    path("comparer/<uuid:other>/", branch_views.compare, name="compare"),
    path("amendements/<int:branch>/", branch_views.settle_page, name="settle"),
]
