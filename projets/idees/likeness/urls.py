"""Addresses of the room; included by those of the idées."""

from django.urls import path

from projets.idees.likeness.views import already

app_name = "likeness"
urlpatterns = [path("", already, name="already")]
