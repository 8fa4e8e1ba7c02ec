"""Addresses of owners."""

from django.urls import URLPattern

app_name = "owners"
urlpatterns: list[URLPattern] = []
