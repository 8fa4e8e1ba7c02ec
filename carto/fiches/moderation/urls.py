"""Addresses of the moderation; included by those of the fiches."""

from django.urls import include, path

from carto.fiches.moderation import public_views, views, word_views
from carto.fiches.moderation.register import views as register

app_name = "moderation"
urlpatterns = [
    path("moderation/", views.desk, name="desk"),
    path("moderation/photos/<int:pk>/", views.photo, name="photo"),
    path("moderation/photos/<int:pk>/image/", views.photo_file, name="photo_file"),
    path("moderation/fiches/<int:pk>/", word_views.fiche, name="fiche"),
    path("moderation/commentaires/<int:pk>/", word_views.commentaire, name="commentaire"),
    path("moderation/reponses/<int:pk>/", word_views.settle, name="settle"),
    path("corbeille/", public_views.public_bin, name="bin"),
    path("regles/", public_views.our_rules, name="rules"),
    path("registre/", register.register, name="register"),
    path("registre/actes.csv", register.acts_csv, name="acts_csv"),
    path("registre/mois.csv", register.months_csv, name="months_csv"),
    path("registre/<int:pk>/", register.act, name="act"),
    path("", include("carto.fiches.moderation.jury.urls")),
    path("decisions/<int:pk>/repondre/", public_views.reply_signed, name="reply"),
    path("suivre/<str:secret>/decisions/<int:pk>/", public_views.reply_by_link, name="reply_by_link"),
    path("suivre/<str:secret>/photos/<int:pk>/", public_views.describe, name="describe"),
]
