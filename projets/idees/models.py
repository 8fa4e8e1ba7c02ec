"""An idée: a sticker placed on the map. A picture is enough, no text is owed."""

from django.contrib.gis.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Fiche, Theme
from projets.idees.querysets import AutocollantQuerySet, IdeeQuerySet
from projets.idees.workflow import Status

STATUS_LABELS: dict[Status, str | Promise] = {
    Status.PROPOSED: _("proposée"),
    Status.DISCUSSED: _("en discussion"),
    Status.STUDIED: _("à l’étude"),
    Status.CHOSEN: _("retenue"),
    Status.DELIVERED: _("réalisée"),
    Status.SET_ASIDE: _("mise de côté"),
}
STATUS_CHOICES = [(status.value, label) for status, label in STATUS_LABELS.items()]


class Autocollant(models.Model):
    """A sticker of the palette: a facility or an activity that one may wish for; loaded by `load_palette`."""

    code = models.SlugField(_("code"), unique=True, help_text=_("aussi le nom de son dessin dans autocollants.svg"))
    name = models.CharField(_("nom"), max_length=60)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="autocollants", verbose_name=_("thème"))
    icon = models.SlugField(_("icône"), help_text=_("nom d’une icône Maki, pour la carte"))
    words = models.TextField(
        _("mots de tous les jours"), blank=True, help_text=_("séparés par des virgules : banc, s’asseoir, repos…")
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


class Idee(Fiche):
    """A facility or an activity wished for, there. Its stage follows `status`; only actions write either."""

    autocollant = models.ForeignKey(Autocollant, models.PROTECT, related_name="idees", verbose_name=_("autocollant"))
    status = models.CharField(_("état"), max_length=12, choices=STATUS_CHOICES, default=Status.PROPOSED.value)

    objects = IdeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("idée")
        verbose_name_plural = _("idées")
        indexes = [models.Index(fields=["status"], name="idee_status")]
