"""Addresses of deliberations."""

from django.urls import path

from projets.equipements.deliberations import views

app_name = "deliberations"
urlpatterns = [
    path("", views.deliberation_list, name="list"),
    path("<int:pk>/", views.deliberation_page, name="page"),
    path("<int:pk>/document.pdf", views.document, name="document"),
    path("<int:pk>/joindre/", views.attach, name="attach"),
    path("<int:pk>/chercher/", views.fetch, name="fetch"),
]
