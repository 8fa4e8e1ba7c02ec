"""Addresses of the systems that listen; included by those of the signalements."""

from django.urls import path

from signalements.hooks import views

app_name = "hooks"
urlpatterns = [
    path("", views.hooks, name="list"),
    path("<int:pk>/", views.deliveries, name="deliveries"),
    path("<int:pk>/activer/", views.switch, name="switch"),
    path("<int:pk>/essayer/<int:delivery>/", views.again, name="again"),
]
