"""Tracing sheets: a name, a place, and strokes that are rows, each with its hand."""

import uuid
from typing import Final

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import ActeKind, Rule, Theme, Visibility
from projets.idees.models.idee import Idee
from projets.idees.models.palette import LARGEST, SMALLEST, Autocollant
from projets.idees.querysets import CalqueQuerySet, TraitQuerySet

DIGEST: Final = 64  # hexadecimal digits of a SHA-256


class Calque(models.Model):
    """A named sheet laid over the map, on which people draw. Whoever holds its secret looks after it."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nom"), max_length=80)
    text = models.TextField(_("ce qu’on y cherche"), max_length=1000, blank=True)
    geom = models.PolygonField(_("cadre"), srid=4326)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("auteur")
    )
    # SHA-256 of the secret of whoever opened it: to rename, close or withdraw it without an account.
    digest = models.CharField(max_length=DIGEST, unique=True, editable=False)
    campagne = models.ForeignKey(
        "idees.Campagne", models.SET_NULL, null=True, blank=True, related_name="calques", verbose_name=_("campagne")
    )
    visibility = models.CharField(_("visibilité"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    # Why it waits for a person to look at its words; empty when it does not.
    held = models.CharField(_("retenu par la règle"), max_length=10, choices=Rule, blank=True, editable=False)
    shared = models.BooleanField(_("ouvert à d’autres mains"), default=True)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)
    # Grows with each stroke laid, changed or erased: who looks asks for what is newer.
    version = models.BigIntegerField(default=0, editable=False)
    demonstration = models.BooleanField(_("démonstration"), default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(_("ouvert le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = CalqueQuerySet.as_manager()

    class Meta:
        verbose_name = _("calque")
        verbose_name_plural = _("calques")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page, where it is read and drawn on."""
        return f"/calques/{self.uuid}/"


class TraitKind(models.TextChoices):
    """What a stroke is."""

    FREE = "free", _("main levée")
    LINE = "line", _("ligne")
    AREA = "area", _("surface")
    STICKER = "sticker", _("autocollant")
    TEXT = "text", _("mot")


class Trait(models.Model):
    """One stroke of one hand. Erased, it stays until the sheet is: an undo brings it back."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    calque = models.ForeignKey(Calque, models.CASCADE, related_name="traits", verbose_name=_("calque"))
    kind = models.CharField(_("sorte"), max_length=8, choices=TraitKind)
    geom = models.GeometryField(_("tracé"), srid=4326, spatial_index=False)
    # What it would be used for: two areas of different uses at one place are a disagreement to talk about.
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("usage"))
    colour = models.CharField(_("couleur"), max_length=12, blank=True)
    text = models.CharField(_("mots"), max_length=140, blank=True)
    autocollant = models.ForeignKey(Autocollant, models.PROTECT, null=True, blank=True, related_name="+")
    angle = models.PositiveSmallIntegerField(_("angle (degrés)"), default=0, validators=[MaxValueValidator(359)])
    size = models.PositiveSmallIntegerField(
        _("taille (%)"), default=100, validators=[MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)]
    )
    # SHA-256 of the secret that the browser keeps for this sheet: only that hand changes the stroke.
    hand = models.CharField(max_length=DIGEST, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("auteur")
    )
    version = models.BigIntegerField(default=0, editable=False)  # of the sheet, when this stroke last changed
    # Its words wait for a person to look, or were taken away by one: nobody but its hand sees it meanwhile.
    held = models.CharField(_("retenu par la règle"), max_length=10, choices=Rule, blank=True, editable=False)
    # The squares of the ground that it touches (projets.idees.calques.querysets), worked out when it is drawn.
    cells = ArrayField(models.BigIntegerField(), default=list, editable=False)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True)
    created_at = models.DateTimeField(_("tracé le"), default=timezone.now, editable=False)

    objects = TraitQuerySet.as_manager()

    class Meta:
        verbose_name = _("trait")
        verbose_name_plural = _("traits")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["calque", "version"], name="trait_newer"),
            GistIndex(fields=["geom"], name="trait_geom"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(geom__isvalid=True), name="trait_geom_valid"),
            models.CheckConstraint(
                condition=~Q(kind="sticker") | Q(autocollant__isnull=False), name="trait_sticker_named"
            ),
        ]


class Reprise(models.Model):
    """A stroke that became an idea, signed by both hands: whoever drew it, and whoever took it up."""

    trait = models.ForeignKey(Trait, models.PROTECT, related_name="reprises", verbose_name=_("trait"))
    idee = models.OneToOneField(Idee, models.CASCADE, related_name="reprise", verbose_name=_("idée"))
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("reprise")
        verbose_name_plural = _("reprises")


class CalqueHand(models.Model):
    """One hand on one sheet, and every square that its strokes touch: what many agree on is counted from these."""

    calque = models.ForeignKey(Calque, models.CASCADE, related_name="hands", verbose_name=_("calque"))
    hand = models.CharField(max_length=DIGEST, editable=False)
    cells = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta:
        verbose_name = _("main d’un calque")
        verbose_name_plural = _("mains d’un calque")
        constraints = [models.UniqueConstraint(fields=["calque", "hand"], name="calque_hand_once")]


class ActeCalque(models.Model):
    """What a moderator did to a sheet or to one of its strokes: the rule and the reason, which everybody reads."""

    calque = models.ForeignKey(Calque, models.CASCADE, related_name="actes", verbose_name=_("calque"))
    trait = models.ForeignKey(Trait, models.CASCADE, null=True, blank=True, related_name="actes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), default=timezone.now)
    what = models.CharField(_("acte"), max_length=8, choices=ActeKind)
    rule = models.CharField(_("règle"), max_length=10, choices=Rule, blank=True)
    reason = models.TextField(_("raison, publique"), max_length=1000, blank=True)
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)

    class Meta:
        verbose_name = _("acte de modération d’un calque")
        verbose_name_plural = _("actes de modération d’un calque")
        ordering = ["-at", "-pk"]
