"""Addresses of the room; included by those of the idées."""

from django.urls import path

from projets.idees.answers import views

app_name = "answers"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("services/", views.by_service, name="services"),
    path("<uuid:uuid>/", views.answer, name="answer"),
]
