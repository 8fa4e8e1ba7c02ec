"""Who uses a facility: counts by month, or by year where nobody says more."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projets.equipements.models.equipement import Equipement
from projets.equipements.models.organisme import Organisme
from projets.equipements.models.source import Ligne


class Usage(models.Model):
    """One count of one measure, over `months` months from `month` (its first day)."""

    class Measure(models.TextChoices):
        """What is counted; two measures are never added up."""

        ENTRIES = "entries", _("entrées")
        VISITORS = "visitors", _("personnes différentes")
        LOANS = "loans", _("prêts")
        PASSAGES = "passages", _("passages")
        HOURS = "hours", _("heures occupées")
        MEALS = "meals", _("repas")
        PUPILS = "pupils", _("élèves")

    equipement = models.ForeignKey(Equipement, models.CASCADE, related_name="usages", verbose_name=_("équipement"))
    measure = models.CharField(_("ce que l’on compte"), max_length=10, choices=Measure)
    month = models.DateField(_("mois"), help_text=_("le premier jour"))
    months = models.PositiveSmallIntegerField(_("nombre de mois"), default=1)
    value = models.DecimalField(_("nombre"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("adresse de la source"), blank=True)
    ligne = models.ForeignKey(Ligne, models.SET_NULL, null=True, blank=True, related_name="usages")
    publisher = models.ForeignKey(Organisme, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("usage")
        verbose_name_plural = _("usages")
        ordering = ["measure", "month"]
        constraints = [
            models.UniqueConstraint(fields=["equipement", "measure", "month", "months"], name="usage_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="usage_value"),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=12), name="usage_months"),
            models.CheckConstraint(condition=Q(month__day=1), name="usage_first_day"),
        ]
