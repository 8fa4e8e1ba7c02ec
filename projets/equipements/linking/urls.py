"""Addresses of linking."""

from django.urls import path, re_path

from projets.equipements.linking import views

app_name = "linking"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("regle/", views.rule, name="rule"),
    path("lignes/<int:pk>/", views.row, name="row"),
    path("lignes/<int:pk>/rattacher/", views.tie, name="tie"),
    re_path(r"^(?P<pk>\d{1,18})/(?P<gesture>confirmer|ecarter|defaire)/$", views.settle, name="settle"),
]
