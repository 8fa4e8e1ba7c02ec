"""Addresses of what is decided on a topic, of the answers to those who took part, and of its delivery."""

from django.urls import path

from projets.opportunites.deciding import answer_views, challenge_views, delivery_views, views

urlpatterns = [
    path("<uuid:uuid>/decision/", views.page, name="decision"),
    path("<uuid:uuid>/decision/annoncer/", views.announce, name="decision_announce"),
    path("<uuid:uuid>/decision/ecrire/", views.write, name="decision_write"),
    path("<uuid:uuid>/decision/prendre/", views.take, name="decision_take"),
    path("<uuid:uuid>/decision/suites/", views.follow, name="decision_follow"),
    path("<uuid:uuid>/decision/questionner/", challenge_views.ask, name="challenge"),
    path("<uuid:uuid>/decision/questionner/rejoindre/", challenge_views.join, name="challenge_join"),
    path("<uuid:uuid>/decision/questionner/repondre/", challenge_views.answer, name="challenge_answer"),
    path("<uuid:uuid>/reponses/", answer_views.page, name="answers"),
    path("<uuid:uuid>/realisation/", delivery_views.page, name="delivery"),
    path("<uuid:uuid>/realisation/etapes/", delivery_views.steps, name="delivery_steps"),
    path("<uuid:uuid>/realisation/realisee/", delivery_views.deliver, name="delivery_done"),
]
