"""What counting keeps between two times: how far people live from things, and where something has changed since."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Theme
from carto.territoires.models import Territoire


class Acces(models.Model):
    """Inhabitants of one territory who live further than a walk from every place that a theme counts as a service.

    `territoire` is the smallest whose population is published (an IRIS, in France); one that lies in two quartiers has
    a row in each, its inhabitants shared out along its streets. No row: nobody knows (no streets, no such facility).
    """

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="+", verbose_name=_("territoire"))
    quartier = models.ForeignKey(Territoire, models.CASCADE, null=True, related_name="+", verbose_name=_("quartier"))
    commune = models.ForeignKey(Territoire, models.CASCADE, null=True, related_name="+", verbose_name=_("commune"))
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+", verbose_name=_("thème"))
    inhabitants = models.DecimalField(_("habitants"), max_digits=12, decimal_places=2)
    far = models.DecimalField(_("habitants loin"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("accès à pied")
        verbose_name_plural = _("accès à pied")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "territoire", "quartier", "commune"], nulls_distinct=False, name="acces_once"
            )
        ]


class Trace(models.Model):
    """That something changed at a place, until it has been counted again. Written by the database (0004), never by us.

    Neither who nor what: a place and a theme as they were or have become, without foreign keys (they may be gone).
    `whole`: so much changed at once that all of it is to be counted again.
    """

    kind = models.CharField(max_length=12, blank=True)
    theme_id = models.BigIntegerField(null=True)
    rue_id = models.BigIntegerField(null=True)
    quartier_id = models.BigIntegerField(null=True)
    commune_id = models.BigIntegerField(null=True)
    type_id = models.BigIntegerField(null=True)
    spot = models.PointField(srid=3857, null=True, spatial_index=False)
    whole = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
