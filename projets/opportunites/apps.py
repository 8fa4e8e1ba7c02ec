from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpportunitesConfig(AppConfig):
    name = "projets.opportunites"
    verbose_name = _("opportunités")
