"""Addresses of questions about figures."""

from django.urls import path

from projets.equipements.questions import desk_views, views

app_name = "questions"
urlpatterns = [
    path("", views.question_list, name="list"),
    path("poser/", views.ask_page, name="ask"),
    path("masquees/", views.hidden_list, name="hidden"),
    path("a-repondre/", desk_views.desk, name="desk"),
    path("<uuid:uuid>/", views.question_page, name="page"),
    path("<uuid:uuid>/repondre/", desk_views.answer, name="answer"),
    path("<uuid:uuid>/transmettre/", desk_views.transmit, name="transmit"),
    path("<uuid:uuid>/transmissions/<int:pk>/relancer/", desk_views.remind, name="remind"),
    path("<uuid:uuid>/transmissions/<int:pk>/reponse/", desk_views.take_answer, name="take_answer"),
    path("<uuid:uuid>/masquer/", desk_views.hide, name="hide"),
    path("<uuid:uuid>/montrer/", desk_views.show, name="show"),
    path("<uuid:uuid>/publier/", desk_views.publish, name="publish"),
]
