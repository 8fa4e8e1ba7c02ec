"""Addresses of the room; included by those of the idées."""

from django.urls import URLPattern, URLResolver

app_name = "workshops"
urlpatterns: list[URLPattern | URLResolver] = []
