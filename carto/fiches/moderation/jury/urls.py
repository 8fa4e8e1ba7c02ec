"""Addresses of the juries; included by those of the moderation."""

from django.urls import path

from carto.fiches.moderation.jury import views

app_name = "jury"
urlpatterns = [
    path("jurys/", views.juries, name="list"),
    path("jurys/volontaire/", views.offer, name="offer"),
    path("jurys/<int:pk>/", views.case, name="case"),
    path("decisions/<int:pk>/jury/", views.call, name="call"),
    path("suivre/<str:secret>/decisions/<int:pk>/jury/", views.call_by_link, name="call_by_link"),
]
