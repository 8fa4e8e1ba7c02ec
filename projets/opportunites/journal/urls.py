"""The address of a topic's journal."""

from django.urls import path

from projets.opportunites.journal import views

urlpatterns = [path("<uuid:key>/journal/", views.page, name="journal")]
