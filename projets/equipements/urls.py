"""Addresses of équipements (DESIGN 10), of public money, and of whoever is in charge."""

from django.urls import include, path

from projets.equipements import views

app_name = "equipements"
urlpatterns = [
    path("equipements/", views.equipement_list, name="list"),
    path("equipements/<uuid:uuid>/", views.EquipementPage.as_view(), name="page"),
    path("argent/", views.public_money, name="money"),
    path("argent/", include("projets.equipements.figures.urls")),
    path("argent/sources/", include("projets.equipements.imports.urls")),
    path("argent/rattachements/", include("projets.equipements.linking.urls")),
    path("argent/sur-la-carte/", include("projets.equipements.linking.mapped_urls")),
    path("argent/questions/", include("projets.equipements.questions.urls")),
    path("argent/interets/", include("projets.equipements.interests.urls")),
    path("argent/deliberations/", include("projets.equipements.deliberations.urls")),
    path("qui/", include("projets.equipements.directory.urls")),
    path("organismes/", include("projets.equipements.owners.urls")),
    path("equipements/fichiers/", include("projets.equipements.files.urls")),
    path("equipements/comparer/", include("projets.equipements.context.urls")),
    path("transparence/", include("projets.equipements.transparence.urls")),
    path("travaux/", include("projets.equipements.works.urls")),
]
