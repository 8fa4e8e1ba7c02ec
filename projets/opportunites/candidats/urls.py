"""Addresses of candidates: one that was shown stays, by scale, place and theme."""

from django.urls import path

from projets.opportunites.candidats import page_views, paper_views, views

app_name = "candidats"
urlpatterns = [
    path("", views.listing, name="list"),
    path("donnees.json", views.data, name="data"),
    path("formule/", views.formulas, name="formulas"),
    path("<str:scale>/<str:place>/<str:theme>/", page_views.page, name="page"),
    path("<str:scale>/<str:place>/<str:theme>/dossier.html", paper_views.dossier, name="dossier"),
    path("<str:scale>/<str:place>/<str:theme>/dossier.pdf", paper_views.sheet, name="sheet"),
    path("<str:scale>/<str:place>/<str:theme>/<str:signal>/", page_views.rows, name="rows"),
]
