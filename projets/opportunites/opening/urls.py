"""Addresses of topics put by people, of those that wait, of the référents, and of the opening sheet."""

from django.urls import path

from projets.opportunites.opening import views
from projets.opportunites.referents import act_views, topic_views
from projets.opportunites.referents import views as referents

urlpatterns = [
    path("proposer/", topic_views.PutTopicView.as_view(), name="propose"),
    path("attendent/", topic_views.waiting, name="waiting"),
    path("referents/", referents.directory, name="referents"),
    path("<uuid:uuid>/redemander/", act_views.want_back, name="want_back"),
    path("<uuid:uuid>/ouverture/", views.edit, name="sheet"),
    path("<uuid:uuid>/ouverture/versions/", views.versions, name="sheet_versions"),
    path("<uuid:uuid>/ouvrir/", views.open_it, name="open"),
    path("<uuid:uuid>/phase/", views.move, name="move"),
]
