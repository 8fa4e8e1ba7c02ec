"""Addresses of the room; included by those of the idées. `<code>/` is in the QR of every sheet: it never changes."""

from django.urls import path

from projets.idees.papers import desk_views, views

app_name = "papers"
urlpatterns = [
    path("", desk_views.sheet_list, name="list"),
    path("imprimer/", desk_views.print_form, name="print"),
    path("photos/", desk_views.batch, name="batch"),
    path("souche/", views.stub, name="stub"),
    path("releve/<uuid:uuid>/", views.reading, name="reading"),
    path("releve/<uuid:uuid>/carte.jpg", views.picture, name="picture"),
    path("releve/<uuid:uuid>/effacer/", views.drop, name="drop"),
    path("<str:code>/", views.send, name="send"),
    path("<str:code>/tirage/", desk_views.printed, name="printed"),
    path("<str:code>/feuilles.pdf", desk_views.sheets, name="sheets"),
]
