"""Paper that comes back: a printed sheet with its map, the photo of it filled, and the stub that its author keeps."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.photo import private_storage
from projets.idees.models.campagne import DIGEST, Campagne
from projets.idees.models.idee import Idee


class Paper(models.TextChoices):
    """What it is printed on, always landscape."""

    A4 = "A4", _("A4")
    A3 = "A3", _("A3")


class Feuille(models.Model):
    """One printed sheet: its `code` is in the QR, `geom` is exactly what its map shows."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    campagne = models.ForeignKey(
        Campagne, models.CASCADE, null=True, blank=True, related_name="feuilles", verbose_name=_("campagne")
    )
    title = models.CharField(_("titre"), max_length=140)
    geom = models.PolygonField(_("cadre"), srid=4326)
    paper = models.CharField(_("papier"), max_length=2, choices=Paper, default=Paper.A4)
    layout = models.PositiveSmallIntegerField(default=1, help_text=_("version de la mise en page, pour la relire"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("imprimée le"), default=timezone.now)

    class Meta:
        verbose_name = _("feuille")
        verbose_name_plural = _("feuilles")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"


class Souche(models.Model):
    """The stub torn off a sheet: whoever holds its code may claim the idea. Only the code's digest is kept."""

    feuille = models.ForeignKey(Feuille, models.CASCADE, related_name="souches", verbose_name=_("feuille"))
    rank = models.PositiveSmallIntegerField(_("rang"))
    digest = models.CharField(max_length=DIGEST, unique=True)
    idee = models.ForeignKey(
        Idee, models.SET_NULL, null=True, blank=True, related_name="souches", verbose_name=_("idée")
    )
    claimed_at = models.DateTimeField(_("reprise le"), null=True, blank=True)

    class Meta:
        verbose_name = _("souche")
        verbose_name_plural = _("souches")
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["feuille", "rank"], name="souche_rank_once")]


class ReleveState(models.TextChoices):
    """How far the photo of a sheet has come."""

    WAITING = "waiting", _("lecture en cours")
    READ = "read", _("lue, à vérifier")
    REFUSED = "refused", _("illisible")
    CONFIRMED = "confirmed", _("vérifiée")


class Releve(models.Model):
    """The photo of a filled sheet, and what was found on it; nothing reaches the map before a person confirms."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    feuille = models.ForeignKey(
        Feuille, models.CASCADE, null=True, blank=True, related_name="releves", verbose_name=_("feuille")
    )
    # Where no web server reads: handwriting, and what lay beside the sheet. Both go a month after the confirmation.
    image = models.ImageField(_("photo"), upload_to="releves/", storage=private_storage, blank=True)
    straight = models.ImageField(_("photo redressée"), upload_to="releves/", storage=private_storage, blank=True)
    state = models.CharField(_("état"), max_length=9, choices=ReleveState)
    reason = models.CharField(_("ce qui ne va pas"), max_length=300, blank=True)
    # [{"kind": "sticker", "geom": GeoJSON, "colour": "vert", "sure": 0.93}, …] as read; then as corrected, with the
    # sticker's "code", its "text", the number of its "stub", and the uuid of the "idee" or "trait" made of it.
    found = models.JSONField(_("ce qui a été trouvé"), default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("le"), default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("relevé")
        verbose_name_plural = _("relevés")
        ordering = ["-at", "-pk"]
        indexes = [GinIndex(fields=["found"], opclasses=["jsonb_path_ops"], name="releve_found")]
