"""One's own account. Signing in is by a code sent by e-mail: the password page of allauth leads there."""

from django.urls import path

from carto.comptes import oidc, views

app_name = "comptes"
urlpatterns = [
    path("", views.home, name="home"),
    path("acces/login/", views.login, name="login"),
    path("acces/oidc/<slug:provider_id>/login/callback/", oidc.callback, name="oidc_callback"),
    path("acces/2fa/totp/activate/", views.add_device, name="add_device"),
]
