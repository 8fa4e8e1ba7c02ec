"""What the tiles keep of their own: entries that say where fiches are, and versions that say when a layer changed.

Both are written by triggers alone (migration 0003), and could be thrown away and made again (`rebuild_pyramid`). Both
are only ever inserted into while people wait, so that writers never wait for one another.
"""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from carto.geometry import TILES
from carto.territoires.models import Rue, Territoire


class TransactionId(models.BigIntegerField):
    """PostgreSQL's xid8: the number of the transaction that wrote a row."""

    def db_type(self, connection: object) -> str:
        """Its name in SQL."""
        return "xid8"


class Entry(models.Model):
    """A public fiche arrives (`sign` 1), or leaves (−1), with all that tiles count and filter by.

    Keys are plain numbers: an entry outlives what it names. Dates, streets and territories are those of the fiche.
    """

    xid = TransactionId()
    sign = models.SmallIntegerField(_("signe"))
    fiche_id = models.BigIntegerField(_("fiche"))
    kind = models.CharField(_("couche"), max_length=12)
    stage = models.CharField(_("étape"), max_length=12)
    theme_id = models.BigIntegerField(_("thème"))
    rue_id = models.BigIntegerField(_("rue"), null=True)
    iris_id = models.BigIntegerField(_("micro-quartier"), null=True)
    quartier_id = models.BigIntegerField(_("quartier"), null=True)
    commune_id = models.BigIntegerField(_("commune"), null=True)
    created_at = models.DateTimeField(_("créée le"))
    # Where its pin stands, in 1/2³¹ of the web Mercator square, from its north-west corner.
    x = models.IntegerField(_("x"))
    y = models.IntegerField(_("y"))
    # Since when it and another undo each other: neither counts, and both are deleted a day later.
    spent_at = models.DateTimeField(_("annulée le"), null=True)

    class Meta:
        verbose_name = _("entrée")
        verbose_name_plural = _("entrées")
        indexes = [
            models.Index(fields=["xid"], name="tiles_entry_xid"),
            models.Index(fields=["fiche_id"], condition=models.Q(sign__lt=0), name="tiles_entry_gone"),
        ]


class Outline(models.Model):
    """A territory or a street as one zoom draws it; kept by triggers (migration 0004).

    The borders of a métropole have seventy thousand corners: a tile cannot wait for them to be simplified.
    """

    # The triggers delete outlines with what they draw, whatever deletes it: the database need not check.
    territoire = models.ForeignKey(Territoire, models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    rue = models.ForeignKey(Rue, models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    zoom = models.PositiveSmallIntegerField(_("zoom"))
    geom = models.GeometryField(_("tracé"), srid=TILES)
    # Where its name is written, at every zoom: on the whole shape, not on what a tile or a zoom leaves of it.
    spot = models.PointField(_("lieu du nom"), srid=TILES, spatial_index=False)

    class Meta:
        verbose_name = _("tracé simplifié")
        verbose_name_plural = _("tracés simplifiés")


class Version(models.Model):
    """How many statements touched what a layer draws: one row each until folded; the sum is the layer's version.

    A sequence would move before its transaction commits: a tile read in between would wear the new version with the old
    content. Rows are seen exactly when the fiches are.
    """

    layer = models.CharField(_("couche"), max_length=12, help_text=_("genre de fiche, « territoires » ou « rues »"))
    n = models.BigIntegerField(_("nombre"))

    class Meta:
        verbose_name = _("version de couche")
        verbose_name_plural = _("versions de couche")
