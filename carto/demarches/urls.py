"""Addresses of what is organised together."""

from django.urls import path

from carto.demarches.agenda import views as agenda
from carto.demarches.engagements import views as engagements
from carto.demarches.person import views as person
from carto.demarches.rules import views as rules
from carto.demarches.vigilance import views as vigilance

app_name = "demarches"
urlpatterns = [
    path("agenda/", agenda.page, name="agenda"),
    path("agenda.ics", agenda.feed, name="ics"),
    path("engagements/", engagements.page, name="engagements"),
    path("engagements/<slug:code>/dire/", engagements.say, name="say"),
    path("alerte/", vigilance.page, name="alert"),
    path("alerte/lire/", vigilance.desk, name="alert_desk"),
    path("alerte/lire/<slug:code>/", vigilance.reply, name="alert_reply"),
    path("regles-de/<slug:kind>/<slug:key>/", rules.page, name="rules"),
    path("regles-de/<slug:kind>/<slug:key>/<int:pk>/", rules.answer, name="rules_answer"),
    path("compte/mes-donnees.json", person.export, name="export"),
    path("compte/effacer/", person.erase_page, name="erase"),
]
