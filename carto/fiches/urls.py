"""Addresses shared by every kind of fiche."""

from django.urls import path

from carto.fiches import views
from carto.fiches.comments.views import comment
from carto.fiches.own import urls as own

app_name = "fiches"
urlpatterns = [
    path("fiches/<uuid:uuid>/", views.permalink, name="permalink"),
    path("fiches/<uuid:uuid>/apercu/", views.card, name="card"),
    path("fiches/ici/", views.here, name="here"),
    path("photos/<uuid:uuid>/", views.own_photo, name="own_photo"),
    path("fiches/<uuid:uuid>/commentaires/", comment, name="comment"),
    *own.urlpatterns,
]
