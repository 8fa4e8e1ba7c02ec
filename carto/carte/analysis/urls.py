"""The analysis of contributions, under `/analyse/`."""

from django.urls import path, re_path

from carto.carte.analysis import views
from carto.carte.analysis.tables import TABLES

urlpatterns = [
    path("", views.page, name="analysis"),
    path("mots/", views.words_page, name="analysis_words"),
    path("mots/liste/", views.word_page, name="analysis_word"),
    path("mots-vides.txt", views.stop_words, name="analysis_stop_words"),
    re_path(rf"^(?P<name>{'|'.join(TABLES)})\.csv$", views.table, name="analysis_table"),
]
