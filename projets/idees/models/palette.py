"""The palette of stickers, and each sticker as it was laid."""

from typing import Final

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Theme
from projets.idees.querysets import AutocollantQuerySet

SMALLEST, LARGEST = 50, 300  # percent of its usual size
MOST_POSES: Final = 40  # stickers of one idea


class Autocollant(models.Model):
    """A sticker of the palette: a facility or an activity that one may wish for; loaded by `load_palette`."""

    code = models.SlugField(_("code"), unique=True, help_text=_("aussi le nom de son dessin dans autocollants.svg"))
    name = models.CharField(_("nom"), max_length=60)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="autocollants", verbose_name=_("thème"))
    icon = models.SlugField(_("icône"), help_text=_("nom d’une icône Maki, pour la carte"))
    words = models.TextField(
        _("mots de tous les jours"), blank=True, help_text=_("séparés par des virgules : banc, s’asseoir, repos…")
    )
    activity = models.BooleanField(
        _("activité"),
        default=False,
        db_default=False,
        help_text=_("quelque chose que l’on fait, et non que l’on bâtit"),
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    active = models.BooleanField(_("proposé"), default=True)

    objects = AutocollantQuerySet.as_manager()

    class Meta:
        verbose_name = _("autocollant")
        verbose_name_plural = _("autocollants")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Pose(models.Model):
    """One sticker of an idea as it was laid: where, how turned, how large, over which others.

    The first that was laid (the lowest key) is the one it is called by (`Idee.autocollant`), and lies at its place.
    """

    idee = models.ForeignKey("idees.Idee", models.CASCADE, related_name="poses", verbose_name=_("idée"))
    autocollant = models.ForeignKey(Autocollant, models.PROTECT, related_name="+", verbose_name=_("autocollant"))
    geom = models.PointField(_("lieu"), srid=4326)
    angle = models.PositiveSmallIntegerField(_("angle (degrés)"), default=0, validators=[MaxValueValidator(359)])
    size = models.PositiveSmallIntegerField(
        _("taille (%)"), default=100, validators=[MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)]
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0, help_text=_("le plus grand est par-dessus"))

    class Meta:
        verbose_name = _("pose")
        verbose_name_plural = _("poses")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["idee", "order"], name="pose_order_once"),
            models.CheckConstraint(condition=Q(angle__lt=360), name="pose_angle"),
            models.CheckConstraint(condition=Q(size__gte=SMALLEST, size__lte=LARGEST), name="pose_size"),
        ]
