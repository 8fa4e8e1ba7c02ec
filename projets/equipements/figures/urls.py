"""Addresses of figures, under `/argent/`."""

from django.urls import path

from projets.equipements.figures import (
    budget_views,
    circles,
    contract_views,
    list_views,
    move_views,
    poster,
    tell_views,
)

app_name = "figures"
urlpatterns = [
    path("budget/", budget_views.budget, name="budget"),
    path("budget/deplacer/", move_views.move, name="move"),
    path("budget.csv", budget_views.budget_csv, name="budget_csv"),
    path("marches/", list_views.listing, {"what": "contracts"}, name="contracts"),
    path("marches.csv", list_views.listing_csv, {"what": "contracts"}, name="contracts_csv"),
    path("marches/frise/", contract_views.timeline, name="timeline"),
    path("marches/<int:pk>/", contract_views.contract, name="contract"),
    path("subventions/", list_views.listing, {"what": "grants"}, name="grants"),
    path("subventions.csv", list_views.listing_csv, {"what": "grants"}, name="grants_csv"),
    path("subventions/<int:pk>/", contract_views.grant, name="grant"),
    path("achats/", list_views.listing, {"what": "purchases"}, name="purchases"),
    path("achats.csv", list_views.listing_csv, {"what": "purchases"}, name="purchases_csv"),
    path("affiche/<str:code>.pdf", poster.poster, name="poster"),
    path("ronds.geojson", circles.circles, name="circles"),
    path("raconter/", tell_views.tell_figure, name="tell"),
]
