"""Addresses shared by every kind of fiche."""

from django.urls import path

from carto.fiches import api, views

app_name = "fiches"
urlpatterns = [
    path("fiches/<uuid:uuid>/", views.permalink, name="permalink"),
    path("fiches/<uuid:uuid>/apercu/", views.card, name="card"),
    path("fiches/ici/", views.here, name="here"),
    path("photos/<uuid:uuid>/", views.own_photo, name="own_photo"),
    path("api/v1/photos/", api.Photos.as_view(), name="photo_uploads"),
    path("api/v1/photos/<uuid:uuid>/", api.PhotoUpload.as_view(), name="photo_upload"),
    path("suivre/<str:secret>/", views.follow, name="follow"),
]
