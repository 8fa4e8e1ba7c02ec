"""Addresses of this room."""

from django.urls import path

from carto.demarches.journal.addresses import journal_paths
from projets.opportunites.choosing import desk_views, option_views, views, voting_views

urlpatterns: list = [
    path("", views.index, name="consultations"),
    path("recompter.py", views.script, name="consultation_script"),
    path("animer/", desk_views.desk, name="consultation_desk"),
    path("animer/nouvelle/", desk_views.new, name="consultation_new"),
    path("animer/<slug:slug>/", desk_views.edit, name="consultation_edit"),
    path("animer/<slug:slug>/annoncer/", desk_views.announce, name="consultation_announce"),
    path("animer/<slug:slug>/annuler/", desk_views.cancel, name="consultation_cancel"),
    path("animer/<slug:slug>/possibilites/", option_views.option, name="consultation_option_new"),
    path("animer/<slug:slug>/possibilites/ajouter/", option_views.add, name="consultation_option_add"),
    path("animer/<slug:slug>/possibilites/<int:pk>/", option_views.option, name="consultation_option"),
    path("animer/<slug:slug>/possibilites/<int:pk>/enlever/", option_views.remove, name="consultation_option_remove"),
    path("animer/<slug:slug>/papier/", option_views.paper, name="consultation_paper"),
    path("animer/<slug:slug>/papier/<int:pk>/retirer/", option_views.remove_paper, name="consultation_paper_remove"),
    path("animer/<slug:slug>/codes/", option_views.codes, name="consultation_codes"),
    path("animer/<slug:slug>/telephone/", voting_views.phone, name="consultation_phone"),
    path("animer/<slug:slug>/telephone/suivante/", voting_views.phone_thanks, name="consultation_phone_thanks"),
    path("<slug:slug>/", views.page, name="consultation"),
    path("<slug:slug>/voter/", voting_views.vote, name="consultation_vote"),
    path("<slug:slug>/voter/merci/", voting_views.thanks, name="consultation_thanks"),
    path("<slug:slug>/resultat/", views.outcome, name="consultation_result"),
    path("<slug:slug>/resultat/voix.<str:form>", views.voices_file, name="consultation_file"),
    *journal_paths("consultation", "slug", "consultation_"),
]
