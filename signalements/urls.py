"""Addresses of signalements (DESIGN 10)."""

from django.urls import path

from signalements import offline, views

app_name = "signalements"
urlpatterns = [
    path("signaler/", views.ReportView.as_view(), name="report"),
    path("signalements/", views.signalement_list, name="list"),
    path("signalements/<uuid:uuid>/", views.SignalementView.as_view(), name="page"),
    path("sur-cet-appareil/", offline.device, name="device"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.worker, name="worker"),
]
