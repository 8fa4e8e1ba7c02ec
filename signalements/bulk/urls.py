"""Addresses of the room; included by those of the signalements."""

from django.urls import path

from signalements.bulk import views

app_name = "bulk"
urlpatterns = [
    path("", views.bulk_list, name="list"),
    path("nouveau/", views.new, name="new"),
    path("<int:pk>/", views.bulk_page, name="page"),
    path("<int:pk>/avancement/", views.progress, name="progress"),
    path("<int:pk>/reprendre/", views.retry, name="retry"),
    path("<int:pk>/annuler/", views.undo, name="undo"),
]
