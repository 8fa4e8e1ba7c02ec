"""Addresses of opportunités (DESIGN 10)."""

from django.urls import include, path

from carto.demarches.journal.addresses import journal_paths
from projets.opportunites import views

app_name = "opportunites"
urlpatterns = [
    path("opportunites/", views.opportunite_list, name="list"),
    path("opportunites/<uuid:uuid>/", views.OpportunitePage.as_view(), name="page"),
    path("opportunites/candidates/", include("projets.opportunites.candidats.urls")),
    path("opportunites/", include("projets.opportunites.opening.urls")),
    path("opportunites/", include("projets.opportunites.phases.urls")),
    path("opportunites/", include("projets.opportunites.gates.urls")),
    path("opportunites/", include("projets.opportunites.deciding.urls")),
    path("opportunites/", include("projets.opportunites.after.urls")),
    path("opportunites/", include(journal_paths("sujet", "uuid"))),
    path("", include("projets.opportunites.evidence.urls")),
    path("consultations/", include("projets.opportunites.choosing.urls")),
    path("referent/", include("projets.opportunites.referents.urls")),
]
