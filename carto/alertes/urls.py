"""Following a fiche, and the links of letters."""

from django.urls import path

from carto.alertes import views
from carto.alertes.feeds import Suivi

app_name = "alertes"
urlpatterns = [
    path("fiches/<uuid:uuid>/suivre/", views.FollowView.as_view(), name="follow"),
    path("fiches/<uuid:uuid>/suivre/notification/", views.follow_by_notification, name="push"),
    path("fiches/<uuid:uuid>/suivi.atom", Suivi(), name="feed"),
    path("abonnements/<str:text>/confirmer/", views.confirm, name="confirm"),
    path("abonnements/<str:text>/arreter/", views.stop, name="stop"),
    path("abonnements/<str:text>/", views.manage, name="manage"),
]
