"""Addresses of the room; included by those of the signalements."""

from django.urls import path

from signalements.forwarding import agent_views, link_views

app_name = "forwarding"
urlpatterns = [
    path("depuis/<uuid:uuid>/", agent_views.forward_page, name="forward"),
    path("lien/<int:pk>/", agent_views.link, name="link"),
    path("lien/<int:pk>/renouveler/", agent_views.renew_link, name="renew"),
    path("lien/<int:pk>/retirer/", agent_views.take_back_link, name="take_back"),
    path("<str:secret>/", link_views.page, name="page"),
    path("<str:secret>/<int:pk>/", link_views.page, name="other"),
]
