"""Addresses of signalements (DESIGN 10)."""

from django.urls import path

from signalements import case_views, telling_views, views
from signalements.likeness.views import already

app_name = "signalements"
urlpatterns = [
    path("signaler/", views.ReportView.as_view(), name="report"),
    path("signaler/categories/", telling_views.categories, name="categories"),
    path("signaler/avant/", telling_views.before, name="before"),
    path("signaler/deja/", already, name="already"),
    path("signalements/", views.signalement_list, name="list"),
    path("signalements/<uuid:uuid>/", views.SignalementView.as_view(), name="page"),
    path("signalements/<uuid:uuid>/reunir/", case_views.join_page, name="join"),
    path("signalements/<uuid:uuid>/separer/", case_views.separate_by_agent, name="separate"),
    path("suivre/<str:secret>/separer/", case_views.separate_own, name="separate_own"),
]
