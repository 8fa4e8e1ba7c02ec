"""Addresses of this room."""

from django.urls import path

from projets.opportunites.phases import views
from projets.opportunites.phases.families import views as families
from projets.opportunites.phases.tables import views as tables

urlpatterns: list = [
    path("<uuid:uuid>/propos/", views.index, name="threads"),
    path("<uuid:uuid>/propos.csv", views.file, name="threads_csv"),
    path("<uuid:uuid>/propos/dire/", views.say, name="thread_say"),
    path("<uuid:uuid>/propos/<int:pk>/repondre/", views.answer, name="thread_answer"),
    path("<uuid:uuid>/arguments/", families.index, name="families"),
    path("<uuid:uuid>/arguments/ranger/", families.file, name="families_file"),
    path("<uuid:uuid>/arguments/familles/", families.family, name="family_new"),
    path("<uuid:uuid>/arguments/familles/<int:pk>/", families.family, name="family"),
    path("<uuid:uuid>/arguments/<int:pk>/contester/", families.contest, name="family_contest"),
    path("<uuid:uuid>/arguments/<int:pk>/repondre/", families.settle, name="family_settle"),
    path("<uuid:uuid>/tablees/", tables.tables, name="tablees"),
    path("<uuid:uuid>/tablees/<int:pk>/", tables.table, name="tablee"),
    path("<uuid:uuid>/tablees/<int:pk>/asseoir/", tables.sit, name="tablee_sit"),
    path("<uuid:uuid>/tablees/<int:pk>/annuler/", tables.call_off, name="tablee_call_off"),
    path("<uuid:uuid>/tablees/<int:pk>/ma-place/", tables.seat, name="tablee_mine"),
    path("<uuid:uuid>/tablees/<int:pk>/place/<str:secret>/", tables.seat, name="tablee_seat"),
]
