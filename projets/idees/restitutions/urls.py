"""Addresses of the room; included by those of the idées."""

from django.urls import path

from projets.idees.restitutions import views

app_name = "restitutions"
urlpatterns = [
    path("", views.restitution_list, name="list"),
    path("composer/", views.compose, name="compose"),
    path("modifier/<str:secret>/", views.mine, name="mine"),
    path("<uuid:uuid>/", views.restitution_page, name="page"),
    path("<uuid:uuid>/relire/", views.look, name="look"),
]
