"""Addresses (DESIGN 10): strings and nothing else, so that the ground never imports what stands on it."""

from django.contrib import admin
from django.urls import include, path, re_path

from carto import look_views, media, policy, problems

urlpatterns = [
    path("tuiles/", include("tiles.urls")),  # first: a map asks for twenty of them
    path("", include("carto.carte.urls")),
    path("compte/", include("carto.comptes.urls")),
    path("compte/acces/", include("allauth.urls")),
    path("groupes/", include("carto.comptes.groupes.urls")),
    path("", include("carto.ouvert.urls")),
    path("", include("carto.demarches.urls")),
    path("", include("carto.fiches.urls")),
    path("", include("carto.alertes.urls")),
    path("", include("signalements.urls")),
    path("", include("projets.idees.urls")),
    path("", include("projets.equipements.urls")),
    path("", include("projets.opportunites.urls")),
    path("budgets-participatifs/", include("projets.budgets.urls")),
    path("territoires/", include("tiles.mesures.urls")),
    path("langue/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("ville/<slug:version>.css", look_views.style_sheet, name="look"),
    path("ville/<slug:version>.svg", look_views.logo, name="logo"),
    path("csp/", policy.report, name="csp"),
    path("media/<path:path>", media.photo, name="media"),
    re_path(r"^api/[\s\S]*/\Z", problems.unknown),  # last: a program is told so in its own words
]
