from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EquipementsConfig(AppConfig):
    name = "projets.equipements"
    verbose_name = _("équipements")
