"""Addresses of participatory budgets."""

from django.urls import path

from carto.demarches.journal.addresses import journal_paths
from projets.budgets import desk_views, preparing_views, views, voting_views

app_name = "budgets"
urlpatterns = [
    path("", views.index, name="list"),
    path("animer/", desk_views.desk, name="desk"),
    path("animer/nouveau/", desk_views.new, name="new"),
    path("animer/<slug:slug>/", desk_views.edit, name="edit"),
    path("animer/<slug:slug>/publier/", desk_views.publish_it, name="publish"),
    path("animer/<slug:slug>/fermer/", desk_views.close_it, name="close"),
    path("animer/<slug:slug>/compter/", desk_views.count_it, name="count"),
    path("animer/<slug:slug>/enveloppes/", desk_views.add_envelope, name="add_envelope"),
    path("animer/<slug:slug>/enveloppes/<int:enveloppe>/enlever/", desk_views.remove_envelope, name="remove_envelope"),
    path("animer/<slug:slug>/projets/nouveau/", preparing_views.new_project, name="new_project"),
    path("animer/<slug:slug>/projets/<int:pk>/", preparing_views.project, name="project"),
    path("animer/<slug:slug>/projets/<int:pk>/etapes/", preparing_views.milestones, name="milestones"),
    path("animer/<slug:slug>/papier/", preparing_views.paper, name="paper"),
    path("animer/<slug:slug>/papier/<int:pk>/retirer/", preparing_views.remove_paper, name="remove_paper"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/voter/", voting_views.vote, name="vote"),
    path("<slug:slug>/voter/merci/", voting_views.thanks, name="thanks"),
    path("<slug:slug>/resultats/", views.outcome, name="results"),
    path("<slug:slug>/resultats/bulletins-<int:enveloppe>.pb", views.ballot_file, name="ballots"),
    path("<slug:slug>/simuler/", views.simulate, name="simulate"),
    *journal_paths("budget", "slug"),
]
