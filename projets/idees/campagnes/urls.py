"""Addresses of the room; included by those of the idées."""

from django.urls import path

from carto.demarches.journal.addresses import journal_paths
from projets.idees.campagnes import paper_views, staff_views, views

app_name = "campagnes"
urlpatterns = [
    path("", views.index, name="list"),
    path("animer/", staff_views.desk, name="desk"),
    path("animer/nouvelle/", staff_views.new, name="new"),
    path("animer/<slug:slug>/", staff_views.edit, name="edit"),
    path("animer/<slug:slug>/publier/", staff_views.publish_it, name="publish"),
    path("animer/<slug:slug>/fermer/", staff_views.close_it, name="close"),
    path("animer/<slug:slug>/affiche.pdf", paper_views.poster, name="poster"),
    path("animer/<slug:slug>/etiquettes.pdf", paper_views.stickers, name="stickers"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/reponses/", views.answers, name="answers"),
    *journal_paths("campagne", "slug"),
]
