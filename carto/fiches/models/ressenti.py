"""How places feel. Only the cell of a coarse grid is kept: where somebody stood is never written."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


class Face(models.TextChoices):
    """What one feels there; never added up into a mark."""

    JOY = "joy", _("de la joie")
    CALM = "calm", _("du calme")
    BELONGING = "belonging", _("chez moi")
    BOREDOM = "boredom", _("de l’ennui")
    ANGER = "anger", _("de la colère")
    FEAR = "fear", _("de la peur")


class DayPart(models.TextChoices):
    """When it feels so."""

    DAY = "day", _("le jour")
    NIGHT = "night", _("la nuit")


class Ressenti(models.Model):
    """One feeling in one cell: `column` and `row` count sides of the grid in the metric system, `month` its month.

    Neither author, nor fiche, nor hour; keys are drawn at random, so that their order tells nothing.
    """

    id = models.BigIntegerField(primary_key=True)
    column = models.IntegerField()
    row = models.IntegerField()
    face = models.CharField(_("ressenti"), max_length=10, choices=Face)
    moment = models.CharField(_("moment"), max_length=5, choices=DayPart, blank=True)
    month = models.DateField(_("mois"))

    class Meta:
        verbose_name = _("ressenti")
        verbose_name_plural = _("ressentis")
        indexes = [models.Index(fields=["column", "row"], name="ressenti_cell")]
