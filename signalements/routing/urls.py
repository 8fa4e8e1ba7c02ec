"""Addresses of the room; included by those of the signalements."""

from django.urls import URLPattern

app_name = "routing"
urlpatterns: list[URLPattern] = []
