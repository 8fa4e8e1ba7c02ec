"""The front door: the map, its list, what lies around a point, the search, and what all this is about."""

from django.urls import include, path, re_path

from carto.carte import api, territoire_views, views
from carto.carte.embedding.views import embed, embed_code
from carto.carte.one_page.views import one_page, sheet
from carto.carte.tables import views as tables

app_name = "carte"
urlpatterns = [
    path("", views.map_page, name="map"),
    path("liste/", views.fiche_list, name="list"),
    path("comptes/", views.counts, name="counts"),
    path("rythme/", views.rhythm_of_view, name="rhythm"),
    path("autour/", views.around, name="around"),
    path("recherche/", views.search_page, name="search"),
    path("territoires/<str:code>/", territoire_views.territoire_page, name="territoire"),
    path("territoires/<str:code>/une-page/", one_page, name="one_page"),
    path("territoires/<str:code>/une-page.pdf", sheet, {"paper": "a4"}, name="one_page_a4"),
    path("territoires/<str:code>/affiche.pdf", sheet, {"paper": "a3"}, name="one_page_a3"),
    path("api/v1/recherche/", api.recherche, name="recherche"),
    re_path(r"^etiquettes/(?!registre/|suggestions/)(?P<slug>[a-z0-9_-]+)/\Z", views.tag_page, name="etiquette"),
    path("analyse/", include("carto.carte.analysis.urls")),
    path("integrer/", embed, name="embed"),
    path("integrer/code/", embed_code, name="embed_code"),
    path("tableaux/", tables.page, name="table"),
    path("tableaux/cadre/", tables.frame, name="table_frame"),
    re_path(r"^tableaux/tableau\.(?P<extension>csv|xlsx)\Z", tables.table_file, name="table_file"),
    re_path(r"^tableaux/graphique\.(?P<extension>svg|png)\Z", tables.chart_file, name="chart_file"),
    path("a-propos/", views.about, name="about"),
]
