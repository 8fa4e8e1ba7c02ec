"""Addresses of the référents' desk, and of what is done from it."""

from django.urls import path

from projets.opportunites.referents import act_views, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("avis/", views.notice, name="notice"),
    path("avis/<str:text>/arreter/", views.stop, name="stop"),
    path("candidates/<int:key>/<slug:act>/", act_views.candidate_act, name="candidate_act"),
    path("sujets/<uuid:key>/<slug:act>/", act_views.topic_act, name="topic_act"),
]
