"""Addresses of signalements (DESIGN 10)."""

from django.urls import path

from signalements import telling_views, views

app_name = "signalements"
urlpatterns = [
    path("signaler/", views.ReportView.as_view(), name="report"),
    path("signaler/categories/", telling_views.categories, name="categories"),
    path("signaler/avant/", telling_views.before, name="before"),
    path("signalements/", views.signalement_list, name="list"),
    path("signalements/<uuid:uuid>/", views.SignalementView.as_view(), name="page"),
]
