"""Addresses shared by every kind of fiche."""

from django.urls import path

from carto.fiches import views
from carto.fiches.trust import views as trust

app_name = "fiches"
urlpatterns = [
    path("fiches/<uuid:uuid>/", views.permalink, name="permalink"),
    path("fiches/<uuid:uuid>/apercu/", views.card, name="card"),
    path("fiches/ici/", views.here, name="here"),
    path("fiches/epreuve/", trust.proof, name="proof"),
    path("vos-donnees/", trust.your_data, name="your_data"),
    path("photos/<uuid:uuid>/", views.own_photo, name="own_photo"),
    path("suivre/<str:secret>/", views.follow, name="follow"),
]
