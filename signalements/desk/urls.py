"""Addresses of the room; included by those of the signalements."""

from django.urls import path

from signalements.desk import case_views, dossier, entry_views, moving, notice_views, reply_views, views

app_name = "desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("carte.geojson", views.map_data, name="map_data"),
    path("comptes.json", views.counts, name="counts"),
    path("vue.csv", views.download_csv, name="csv"),
    path("vue.gpkg", views.download_gpkg, name="gpkg"),
    path("choisir/", views.choose, name="choose"),
    path("vues/", views.saved_views, name="views"),
    path("vues/<int:pk>/", views.change_view, name="view"),
    # One signalement, entry for others, replies and notices.
    path("saisir/", entry_views.EntryView.as_view(), name="entry"),
    path("saisir/<uuid:uuid>/", entry_views.entered, name="entered"),
    path("reponses/", reply_views.replies, name="replies"),
    path("reponses/nouvelle/", reply_views.reply, name="reply_new"),
    path("reponses/<int:pk>/", reply_views.reply, name="reply"),
    path("annonces/", notice_views.notices, name="notices"),
    path("annonces/nouvelle/", notice_views.notice, name="notice_new"),
    path("annonces/<int:pk>/", notice_views.notice, name="notice"),
    path("<uuid:uuid>/", case_views.page, name="case"),
    path("<uuid:uuid>/repondre/", case_views.answer, name="answer"),
    path("<uuid:uuid>/deplacer/", moving.move, name="move"),
    path("<uuid:uuid>/coordonnees/", case_views.reach, name="reach"),
    path("<uuid:uuid>/dossier.pdf", dossier.dossier, name="dossier"),
    path("<uuid:uuid>/<slug:do>/", case_views.act, name="act"),
]
