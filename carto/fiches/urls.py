"""Addresses shared by every kind of fiche."""

from django.urls import include, path

from carto.fiches import api, place_views, views
from carto.fiches.answering.views import official
from carto.fiches.comments.views import comment
from carto.fiches.own import urls as own
from carto.fiches.trust import views as trust
from carto.fiches.voices import views as voices
from carto.fiches.works import works_here

app_name = "fiches"
urlpatterns = [
    path("fiches/<uuid:uuid>/", views.permalink, name="permalink"),
    path("fiches/<uuid:uuid>/apercu/", views.card, name="card"),
    path("fiches/<uuid:uuid>/soutien/", voices.voice, name="voice"),
    path("fiches/ici/", views.here, name="here"),
    path("fiches/travaux/", works_here, name="works"),
    path("fiches/autour/", place_views.nearby, name="nearby"),
    path("signaler/photo/", place_views.draft_photo, name="draft_photo"),
    path("signaler/photo/<uuid:uuid>/", place_views.drop_draft_photo, name="drop_draft_photo"),
    path("fiches/epreuve/", trust.proof, name="proof"),
    path("vos-donnees/", trust.your_data, name="your_data"),
    path("photos/<uuid:uuid>/", views.own_photo, name="own_photo"),
    path("fiches/<uuid:uuid>/repondre/", official, name="official"),
    path("fiches/<uuid:uuid>/commentaires/", comment, name="comment"),
    path("ressentis/", include("carto.fiches.ressentis.urls")),
    path("api/v1/photos/", api.Photos.as_view(), name="photo_uploads"),
    path("api/v1/photos/<uuid:uuid>/", api.PhotoUpload.as_view(), name="photo_upload"),
    *own.urlpatterns,
    path("", include("carto.fiches.moderation.urls")),
    path("", include("carto.fiches.tags.urls")),
]
