"""A field round: which reports, in which order along the streets, and what was done at each."""

import uuid

from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Service, User
from signalements.models.signalement import Signalement
from signalements.querysets import TourneeQuerySet


class Tournee(models.Model):
    """One round of one day, as a phone carries it."""

    class Vehicle(models.TextChoices):
        """How the crew goes: by truck, one-way streets count (the values are those of `streets.Going`)."""

        FOOT = "foot", _("à pied")
        TRUCK = "truck", _("en camion")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nom"), max_length=120)
    day = models.DateField(_("jour"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="rounds", verbose_name=_("service"))
    crew = models.ForeignKey(
        Crew, models.SET_NULL, null=True, blank=True, related_name="rounds", verbose_name=_("équipe")
    )
    start = models.PointField(_("départ"), srid=4326, null=True, blank=True, spatial_index=False)
    path = models.LineStringField(_("parcours"), srid=4326, null=True, blank=True, spatial_index=False)
    metres = models.FloatField(_("longueur (m)"), null=True, blank=True)
    vehicle = models.CharField(_("déplacement"), max_length=5, choices=Vehicle, default=Vehicle.TRUCK)
    returns = models.BooleanField(_("retour au départ"), default=False)
    # What it is compared with: the same stops in the order in which they were chosen.
    naive_metres = models.FloatField(_("longueur sans ordonner (m)"), null=True, blank=True)
    straight = models.BooleanField(_("à vol d’oiseau"), default=False)  # no streets are loaded here
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TourneeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tournée")
        verbose_name_plural = _("tournées")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.name


class Stop(models.Model):
    """One signalement on a round, at its rank."""

    class Outcome(models.TextChoices):
        """What the crew did there."""

        DONE = "done", _("fait")
        LATER = "later", _("à revoir")
        NOT_FOUND = "not_found", _("rien trouvé")

    tournee = models.ForeignKey(Tournee, models.CASCADE, related_name="stops")
    signalement = models.ForeignKey(Signalement, models.CASCADE, related_name="stops")
    rank = models.PositiveSmallIntegerField(_("rang"))
    outcome = models.CharField(_("suite"), max_length=10, choices=Outcome, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    unreachable = models.BooleanField(_("hors du réseau des rues"), default=False)
    # Made by the phone with each gesture: what it sends twice, after a tunnel, is taken once.
    gesture = models.UUIDField(null=True, blank=True)
    # What closing it changed (signalements.tracked): a gesture taken back puts it where it was.
    before = models.JSONField(default=dict, db_default={}, blank=True)

    class Meta:
        verbose_name = _("arrêt")
        verbose_name_plural = _("arrêts")
        ordering = ["tournee", "rank"]
        constraints = [models.UniqueConstraint(fields=["tournee", "signalement"], name="stop_once_a_round")]
