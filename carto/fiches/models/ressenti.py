"""How places feel. Only the cell of a coarse grid is kept: where somebody stood is never written."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from carto.territoires.models import Rue, Territoire


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


class RessentiCell(models.Model):
    """A cell as everybody may know it: enough have spoken there, by day, by night, or at any hour (`moment` empty).

    Kept by the database from the feelings themselves, never written by hand: what is under the threshold has no row,
    and a face that too few share is not in `faces`. `geom` is its outline; street and territories are its middle's.
    """

    column = models.IntegerField()
    row = models.IntegerField()
    moment = models.CharField(_("moment"), max_length=5, choices=DayPart, blank=True)
    total = models.IntegerField(_("voix"))
    faces = models.JSONField(_("voix par ressenti"), default=dict)
    geom = models.PolygonField(_("contour"), srid=4326, spatial_index=False)
    rue = models.ForeignKey(Rue, models.SET_NULL, null=True, related_name="+", verbose_name=_("rue"))
    quartier = models.ForeignKey(Territoire, models.SET_NULL, null=True, related_name="+", verbose_name=_("quartier"))
    commune = models.ForeignKey(Territoire, models.SET_NULL, null=True, related_name="+", verbose_name=_("commune"))

    class Meta:
        verbose_name = _("carré de ressentis")
        verbose_name_plural = _("carrés de ressentis")
        constraints = [models.UniqueConstraint(fields=["column", "row", "moment"], name="ressenticell_once")]
