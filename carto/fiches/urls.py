"""Addresses shared by every kind of fiche."""

from django.urls import include, path

from carto.fiches import views

app_name = "fiches"
urlpatterns = [
    path("fiches/<uuid:uuid>/", views.permalink, name="permalink"),
    path("fiches/<uuid:uuid>/apercu/", views.card, name="card"),
    path("fiches/ici/", views.here, name="here"),
    path("photos/<uuid:uuid>/", views.own_photo, name="own_photo"),
    path("suivre/<str:secret>/", views.follow, name="follow"),
    path("", include("carto.fiches.moderation.urls")),
]
