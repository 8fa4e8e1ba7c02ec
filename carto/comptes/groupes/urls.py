"""Addresses of the groups."""

from django.urls import path

from carto.comptes.groupes import views

app_name = "groupes"
urlpatterns = [
    path("", views.groupe_list, name="list"),
    path("declarer/", views.new, name="new"),
    path("rejoindre/<str:token>/", views.join, name="join"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/inviter/", views.ask, name="ask"),
    path("<slug:slug>/oui/", views.say_yes, name="yes"),
    path("<slug:slug>/quitter/", views.go, name="leave"),
    path("<slug:slug>/dissoudre/", views.end, name="end"),
]
