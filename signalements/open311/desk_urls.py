"""The desk's own addresses of what is sent on, under /bureau/echanges/envois/."""

from django.urls import path

from signalements.open311 import desk_views as views

app_name = "sendings"
urlpatterns = [
    path("", views.sendings, name="list"),
    path("<int:pk>/reessayer/", views.try_again, name="again"),
    path("<uuid:uuid>/vers/<int:server>/", views.send_on, name="send"),
]
