"""Addresses of the room; included by those of the idées."""

from django.urls import URLPattern, URLResolver

app_name = "likeness"
urlpatterns: list[URLPattern | URLResolver] = []
