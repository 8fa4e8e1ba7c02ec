from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OuvertConfig(AppConfig):
    name = "carto.ouvert"
    verbose_name = _("ouvert")
