"""Free tags beside the themes; a merge of two is written down, and can be undone."""

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.fiche import Fiche
from carto.fiches.tags.querysets import EtiquetageQuerySet, EtiquetteQuerySet


class Etiquette(models.Model):
    """One word that people put on fiches; `merged_into` says which word has replaced it."""

    slug = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("mot"), max_length=40)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", verbose_name=_("remplacée par")
    )

    objects = EtiquetteQuerySet.as_manager()

    class Meta:
        verbose_name = _("étiquette")
        verbose_name_plural = _("étiquettes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of what bears it."""
        return f"/etiquettes/{self.slug}/"


class Etiquetage(models.Model):
    """A tag on a fiche; `former` is the one that was written, when a merge has replaced it."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="etiquetages", verbose_name=_("fiche"))
    etiquette = models.ForeignKey(Etiquette, models.CASCADE, related_name="etiquetages", verbose_name=_("étiquette"))
    former = models.ForeignKey(Etiquette, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EtiquetageQuerySet.as_manager()

    class Meta:
        verbose_name = _("étiquetage")
        verbose_name_plural = _("étiquetages")
        constraints = [models.UniqueConstraint(fields=["fiche", "etiquette"], name="etiquetage_once")]


class EtiquetteMerge(models.Model):
    """The register of merges: which word became which, who did it, and why."""

    source = models.ForeignKey(Etiquette, models.CASCADE, related_name="+", verbose_name=_("mot remplacé"))
    target = models.ForeignKey(Etiquette, models.CASCADE, related_name="+", verbose_name=_("mot gardé"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("raison"), max_length=300)
    at = models.DateTimeField(_("le"), default=timezone.now)
    undone_at = models.DateTimeField(_("défaite le"), null=True, blank=True)

    class Meta:
        verbose_name = _("fusion d’étiquettes")
        verbose_name_plural = _("fusions d’étiquettes")
        ordering = ["-at", "-pk"]
