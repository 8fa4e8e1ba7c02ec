"""Addresses of the room; included by those of the signalements."""

from django.urls import path

from signalements.routing import deadline_views, hands_views, views

app_name = "routing"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("nouvelle/", views.rule, name="new"),
    path("histoire/", views.history, name="history"),
    path("delais/", deadline_views.deadlines, name="deadlines"),
    path("delais/<slug:code>/", deadline_views.deadline, name="deadline"),
    path("renvois/", hands_views.returned, name="returned"),
    path("renvois/<uuid:uuid>/pas-pour-nous/", hands_views.send_back, name="bounce"),
    path("renvois/<uuid:uuid>/orienter/", hands_views.send_to, name="dispatch"),
    path("<int:pk>/", views.rule, name="rule"),
    path("<int:pk>/ordre/", views.order, name="order"),
    path("<int:pk>/active/", views.switch, name="switch"),
]
