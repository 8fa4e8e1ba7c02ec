"""A restitution: what somebody makes of the contributions, in their own words, beside the official one."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Fiche, Rule, Visibility
from projets.idees.models.campagne import DIGEST, Campagne
from projets.idees.querysets import RestitutionQuerySet


class Restitution(models.Model):
    """A page composed from a view of the map, chosen fiches and own words; the sources are counted when it is read."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("titre"), max_length=140)
    text = models.TextField(_("vos mots"), max_length=8000, blank=True)
    # The filters of the map and of the list, as their addresses write them; empty: the chosen fiches alone.
    query = models.CharField(_("la vue"), max_length=1000, blank=True)
    campagne = models.ForeignKey(
        Campagne, models.SET_NULL, null=True, blank=True, related_name="restitutions", verbose_name=_("campagne")
    )
    official = models.BooleanField(_("au nom de la ville"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("auteur")
    )
    signature = models.CharField(_("signée"), max_length=80, blank=True, help_text=_("le nom que vous vous donnez"))
    digest = models.CharField(max_length=DIGEST, unique=True, editable=False)  # of the secret that changes it
    visibility = models.CharField(_("visibilité"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    # Why it waits, or why it was put in the public bin.
    rule = models.CharField(_("règle"), max_length=10, choices=Rule, blank=True, default="", db_default="")
    reason = models.TextField(_("raison, publique"), max_length=1000, blank=True, default="", db_default="")
    looked_at = models.DateTimeField(_("relue le"), null=True, blank=True)
    looked_at_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("publiée le"), default=timezone.now)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = RestitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restitution")
        verbose_name_plural = _("restitutions")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/restitutions/{self.uuid}/"


class RestitutionFiche(models.Model):
    """One chosen fiche, and what the author of the page says of it."""

    restitution = models.ForeignKey(Restitution, models.CASCADE, related_name="chosen")
    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("vos mots"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("fiche choisie")
        verbose_name_plural = _("fiches choisies")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["restitution", "fiche"], name="restitution_fiche_once")]
