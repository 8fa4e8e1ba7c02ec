"""Addresses of idées (DESIGN 10)."""

from django.urls import include, path

from projets.idees import speaking, views
from projets.idees.restitutions.time_views import participate, since

app_name = "idees"
urlpatterns = [
    path("proposer/", views.ProposeView.as_view(), name="propose"),
    path("idees/", views.idee_list, name="list"),
    path("idees/qui-parle/", speaking.speaking, name="speaking"),
    path("idees/<uuid:uuid>/", views.IdeePage.as_view(), name="page"),
    path("proposer/deja/", include("projets.idees.likeness.urls")),
    path("idees/<uuid:uuid>/", include("projets.idees.fusions.urls")),
    path("", include("projets.idees.fusions.own_urls")),
    path("idees/reponses/", include("projets.idees.answers.urls")),
    path("brouillons/", include("projets.idees.drafts.urls")),
    path("calques/", include("projets.idees.calques.urls")),
    path("campagnes/", include("projets.idees.campagnes.urls")),
    path("reves/", include("projets.idees.dreams.urls")),
    path("participer/", participate, name="participate"),
    path("participer/depuis/", since, name="since"),
    path("restitutions/", include("projets.idees.restitutions.urls")),
    path("feuilles/", include("projets.idees.papers.urls")),
    path("voix/", include("projets.idees.spoken.urls")),
    path("", include("projets.idees.spoken.own_urls")),
    path("boite/", include("projets.idees.inbox.urls")),
    path("ateliers/", include("projets.idees.workshops.urls")),
]
