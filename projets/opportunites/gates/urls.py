"""Addresses of gates, meetings, the method, calls and trials, all under a topic's."""

from django.urls import URLPattern, URLResolver, path

from projets.opportunites.gates import call_views, meeting_views, method_views, trial_views, views, visit_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("<uuid:key>/passage/", views.page, name="gate"),
    path("<uuid:key>/passage/ecrire/", views.write, name="gate_write"),
    path("<uuid:key>/passage/service/", views.speak, name="gate_service"),
    path("<uuid:key>/passage/objections/<int:pk>/", views.reply, name="gate_reply"),
    path("<uuid:key>/reunions/", meeting_views.listing, name="meetings"),
    path("<uuid:key>/reunions.ics", meeting_views.every_ics, name="meetings_ics"),
    path("<uuid:key>/reunions/annoncer/", meeting_views.announce, name="meeting_new"),
    path("<uuid:key>/reunions/raconter/", meeting_views.held, name="meeting_held"),
    path("<uuid:key>/reunions/<int:pk>.ics", meeting_views.one_ics, name="meeting_ics"),
    path("<uuid:key>/reunions/<int:pk>/raconter/", meeting_views.tell, name="meeting_tell"),
    path("<uuid:key>/reunions/<int:pk>/annuler/", meeting_views.call_off, name="meeting_call_off"),
    path("<uuid:key>/reunions/<int:pk>/", visit_views.page, name="visit"),
    path("<uuid:key>/reunions/<int:pk>/questions/", visit_views.ask, name="visit_ask"),
    path("<uuid:key>/reunions/<int:pk>/haltes/", visit_views.stop, name="visit_stop"),
    path("<uuid:key>/reunions/<int:pk>/haltes/<int:stop>/", visit_views.seen, name="visit_seen"),
    path("<uuid:key>/methode/", method_views.page, name="method"),
    path("<uuid:key>/methode/ecrire/", method_views.write, name="method_write"),
    path("<uuid:key>/methode/adopter/", method_views.adopt, name="method_adopt"),
    path("<uuid:key>/methode/retoucher/", method_views.change, name="method_change"),
    path("<uuid:key>/methode/retouches/<int:pk>/", method_views.answer, name="method_answer"),
    path("<uuid:key>/appels/", call_views.page, name="calls"),
    path("<uuid:key>/appels/lancer/", call_views.launch, name="call_new"),
    path("<uuid:key>/appels/<int:pk>/repondre/", call_views.offer, name="call_offer"),
    path("<uuid:key>/appels/offres/<int:pk>/", call_views.answer, name="offer_answer"),
    path("<uuid:key>/essais/", trial_views.page, name="trials"),
    path("<uuid:key>/essais/annoncer/", trial_views.announce, name="trial_new"),
    path("<uuid:key>/essais/<int:pk>/observer/", trial_views.observe, name="trial_observe"),
    path("<uuid:key>/essais/<int:pk>/conclure/", trial_views.conclude, name="trial_conclude"),
]
