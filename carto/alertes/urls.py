"""Following a fiche or a place, and the links of letters."""

from django.urls import path
from django.views.decorators.http import require_safe

from carto.alertes import views
from carto.alertes.feeds import Suivi
from carto.alertes.places.calendar import fiche_calendar, place_calendar
from carto.alertes.places.feeds import PlaceFeed
from carto.alertes.places.views import follow_place_by_notification, place_page

app_name = "alertes"
urlpatterns = [
    path("fiches/<uuid:uuid>/suivre/", views.FollowView.as_view(), name="follow"),
    path("fiches/<uuid:uuid>/suivre/notification/", views.follow_by_notification, name="push"),
    path("fiches/<uuid:uuid>/suivi.atom", require_safe(Suivi()), name="feed"),
    path("fiches/<uuid:uuid>/agenda.ics", fiche_calendar, name="calendar"),
    path("alertes/lieu/", place_page, name="place"),
    path("alertes/lieu/notification/", follow_place_by_notification, name="place_push"),
    path("alertes/lieu/flux.atom", require_safe(PlaceFeed()), name="place_feed"),
    path("alertes/lieu/agenda.ics", place_calendar, name="place_calendar"),
    path("abonnements/<str:text>/confirmer/", views.confirm, name="confirm"),
    path("abonnements/<str:text>/arreter/", views.stop, name="stop"),
    path("abonnements/<str:text>/", views.manage, name="manage"),
]
