"""Addresses of signalements (DESIGN 10)."""

from django.urls import include, path

from carto.fiches.own.urls import DOORS
from signalements import case_views, offline, telling_views, views
from signalements.figures import views as figures
from signalements.likeness.views import already
from signalements.outcome import views as outcome

app_name = "signalements"
OUTCOMES = (
    ("repondre/", "reply", outcome.ReplyView),
    ("contester/", "contest", outcome.OwnContestView),
    ("avis/", "rate", outcome.OwnRateView),
)
urlpatterns = [
    path("signaler/", views.ReportView.as_view(), name="report"),
    path("signaler/categories/", telling_views.categories, name="categories"),
    path("signaler/avant/", telling_views.before, name="before"),
    path("signaler/deja/", already, name="already"),
    path("signalements/", views.signalement_list, name="list"),
    path("signalements/etapes/", telling_views.how_it_goes_on, name="stages"),
    path("signalements/<uuid:uuid>/", views.SignalementView.as_view(), name="page"),
    path("signalements/<uuid:uuid>/reunir/", case_views.join_page, name="join"),
    path("signalements/<uuid:uuid>/separer/", case_views.separate_by_agent, name="separate"),
    path("suivre/<str:secret>/separer/", case_views.separate_own, name="separate_own"),
    path("signalements/<uuid:uuid>/contester/", outcome.contest, name="contest"),
    path("signalements/<uuid:uuid>/repondre/", outcome.answer, name="answer"),
    *(
        path(f"{door}{room}", view.as_view(), name=f"{name}_{suffix}")
        for door, name in DOORS
        for room, suffix, view in OUTCOMES
    ),
    path("bureau/", include("signalements.desk.urls")),
    path("bureau/regles/", include("signalements.routing.urls")),
    path("bureau/etudes/", include("signalements.planning.urls")),
    path("bureau/tournees/", include("signalements.rounds.urls")),
    path("bureau/lots/", include("signalements.bulk.urls")),
    path("bureau/taches/", include("signalements.subtasks.urls")),
    path("transmis/", include("signalements.forwarding.urls")),
    path("open311/v2/", include("signalements.open311.urls")),
    path("bureau/echanges/envois/", include("signalements.open311.desk_urls")),
    path("bureau/echanges/", include("signalements.hooks.urls")),
    path("signalements/chiffres/", include("signalements.figures.urls")),
    path("signalements/chiffres.json", figures.figures_json, name="figures_json"),
    path("signalements/chiffres.csv", figures.rows_csv, name="figures_csv"),
    path("sur-cet-appareil/", offline.device, name="device"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.worker, name="worker"),
]
