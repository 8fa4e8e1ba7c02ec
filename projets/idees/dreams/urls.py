"""Addresses of this room, under `/reves/`."""

from django.urls import path

from projets.idees.dreams import views

app_name = "dreams"
urlpatterns = [
    path("", views.dream_list, name="list"),
    path("accord/<str:secret>/", views.answer_by_secret, name="answer_by_secret"),
    path("<uuid:uuid>/", views.landing_page, name="page"),
    path("<uuid:uuid>/accord/", views.answer, name="answer"),
    path("<uuid:uuid>/mots/", views.words, name="words"),
    path("<uuid:uuid>/technicien/", views.technician, name="technician"),
    path("<uuid:uuid>/poser/", views.land, name="land"),
]
