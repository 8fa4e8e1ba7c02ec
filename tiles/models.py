"""What the tiles keep of their own: cells that hold counts, and versions that say when a layer changed.

All of it is derived from the fiches by triggers (migration 0002), and could be thrown away and computed again
(`rebuild_pyramid`). Both tables of changes are only ever inserted into, so that writers never wait for one another; a
job folds them into their sums (`tiles.tasks`). What is true is always the sum of both tables, in one statement.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """A sum over public fiches of one kind, theme and stage in one cell; a fiche that leaves counts −1."""

    kind = models.CharField(_("couche"), max_length=12)
    theme_id = models.BigIntegerField(_("thème"))
    stage = models.CharField(_("étape"), max_length=12)
    # The cell's place in Morton order: the four cells under it are quad × 4 … quad × 4 + 3, so a tile is one range.
    quad = models.BigIntegerField(_("case"))
    n = models.BigIntegerField(_("nombre"))
    # In 1/2³¹ of the web Mercator square, from its north-west corner: whole numbers, so that sums never drift.
    sum_x = models.BigIntegerField(_("somme des x"))
    sum_y = models.BigIntegerField(_("somme des y"))
    # In a cell that holds one fiche, the sum of ids is its id.
    sum_id = models.BigIntegerField(_("somme des identifiants"))

    class Meta:
        abstract = True


class Cell(Tally):
    """The folded sums of a cell, at every level of the pyramid."""

    pk = models.CompositePrimaryKey("kind", "level", "quad", "theme_id", "stage")
    level = models.PositiveSmallIntegerField(_("niveau"))

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [models.Index(fields=["level"], condition=models.Q(n=0), name="tiles_cell_empty")]


class Change(Tally):
    """What one statement did to a cell of the finest level, not folded yet."""

    class Meta:
        verbose_name = _("changement de case")
        verbose_name_plural = _("changements de case")


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
