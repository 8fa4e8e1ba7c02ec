"""Addresses of the room; included by those of the signalements, which add the two documents beside the page."""

from django.urls import path

from signalements.figures import views

app_name = "figures"
urlpatterns = [path("", views.page, name="page")]
