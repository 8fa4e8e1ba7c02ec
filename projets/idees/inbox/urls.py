"""Addresses of the room; included by those of the idées."""

from django.urls import path

from projets.idees.inbox import public_views, sms_views, views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("sms/", sms_views.sms, name="sms"),
    path("recopier/", views.pasted, name="pasted"),
    path("voix/retirer/", public_views.take_back, name="take_back"),
    path("voix/<uuid:uuid>/", views.transcribe, name="transcribe"),
    path("voix/<uuid:uuid>/ecouter/", views.listen, name="listen"),
    path("voix/<uuid:uuid>/entendre/", public_views.hear, name="hear"),
    path("<uuid:uuid>/", views.DepecheView.as_view(), name="depeche"),
    path("<uuid:uuid>/decider/", views.decide, name="decide"),
]
