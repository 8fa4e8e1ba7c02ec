"""Addresses of the room; included by those of the signalements."""

from django.urls import path

from signalements.planning import views

app_name = "planning"
urlpatterns = [
    path("", views.studies, name="studies"),
    path("<int:pk>/", views.study, name="study"),
]
