"""Addresses of this room, under `/brouillons/`."""

from django.urls import path

from projets.idees.drafts import views

app_name = "drafts"
urlpatterns = [
    path("ouvrir/", views.open_page, name="open"),
    path("<str:secret>/", views.draft_page, name="page"),
    path("<str:secret>/etat.json", views.state, name="state"),
    path("<str:secret>/histoire/", views.history, name="history"),
    path("<str:secret>/reprendre/<int:number>/", views.take_back, name="take_back"),
    path("<str:secret>/publier/", views.PublishView.as_view(), name="publish"),
]
