"""One's own account. Signing in is by a code sent by e-mail: the password page of allauth leads there."""

from django.urls import path

from carto.comptes import views

app_name = "comptes"
urlpatterns = [
    path("", views.home, name="home"),
    path("acces/login/", views.login, name="login"),
]
