"""Brainwriting: people around a table, each before a sheet that goes to the next seat when the turn is over."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Commentaire
from projets.opportunites.models.gate import PHASE_CHOICES
from projets.opportunites.models.opportunite import Opportunite

FEWEST: Final = 3  # seats
MOST: Final = 8
LONGEST_TURN: Final = 14 * 24 * 60  # minutes


class Tablee(models.Model):
    """One table: a question, so many seats, and turns that the clock alone begins and ends."""

    class Pace(models.TextChoices):
        """Together at the same hour, or each when they have time."""

        LIVE = "live", _("en direct")
        SLOW = "slow", _("à son rythme")

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="tablees", verbose_name=_("opportunité"))
    phase = models.CharField(_("phase"), max_length=12, choices=PHASE_CHOICES, editable=False)
    question = models.CharField(_("question"), max_length=300)
    seats = models.PositiveSmallIntegerField(_("places"), default=6)
    ideas = models.PositiveSmallIntegerField(_("idées par tour"), default=3)
    pace = models.CharField(_("rythme"), max_length=4, choices=Pace, default=Pace.LIVE)
    turn_minutes = models.PositiveIntegerField(_("durée d’un tour, en minutes"), default=5)
    starts_at = models.DateTimeField(_("commence le"))
    # Set once, by whoever reads it first after the end: the sheets are then words that everybody reads.
    published_at = models.DateTimeField(_("feuilles ouvertes le"), null=True, blank=True, editable=False)
    called_off = models.TextField(_("pourquoi elle est annulée"), max_length=600, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)

    class Meta:
        verbose_name = _("tablée")
        verbose_name_plural = _("tablées")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=FEWEST, seats__lte=MOST), name="tablee_seats",
                violation_error_message=_("Une tablée a de trois à huit places."),
            ),
            models.CheckConstraint(
                condition=Q(ideas__gte=1, ideas__lte=5), name="tablee_ideas",
                violation_error_message=_("D’une à cinq idées par tour."),
            ),
            models.CheckConstraint(
                condition=Q(turn_minutes__gte=1, turn_minutes__lte=LONGEST_TURN), name="tablee_turn",
                violation_error_message=_("Un tour dure d’une minute à quatorze jours."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.question

    @property
    def turn(self) -> timedelta:
        """How long a sheet stays in front of somebody."""
        return timedelta(minutes=self.turn_minutes)

    @property
    def ends_at(self) -> datetime:
        """When the last turn is over: there are as many turns as seats."""
        return self.starts_at + self.seats * self.turn


class Siege(models.Model):
    """One seat that somebody took: with an account when they sign, else with a secret link and perhaps a name."""

    tablee = models.ForeignKey(Tablee, models.CASCADE, related_name="sieges", verbose_name=_("tablée"))
    rank = models.PositiveSmallIntegerField(_("rang"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("personne")
    )
    name = models.CharField(_("nom"), max_length=60, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField(_("prise le"), default=timezone.now)

    class Meta:
        verbose_name = _("siège")
        verbose_name_plural = _("sièges")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["tablee", "rank"], name="siege_one_person"),
            models.UniqueConstraint(fields=["tablee", "person"], name="siege_once_a_person"),
            models.CheckConstraint(condition=Q(rank__lt=MOST), name="siege_rank"),
        ]


class Apport(models.Model):
    """One idea that a seat wrote on a sheet during a turn; its words are a commentaire, a draft until the end."""

    tablee = models.ForeignKey(Tablee, models.CASCADE, related_name="apports", verbose_name=_("tablée"))
    siege = models.ForeignKey(Siege, models.CASCADE, related_name="apports", verbose_name=_("siège"))
    commentaire = models.OneToOneField(
        Commentaire, models.CASCADE, related_name="apport", verbose_name=_("commentaire")
    )
    sheet = models.PositiveSmallIntegerField(_("feuille"))
    turn = models.PositiveSmallIntegerField(_("tour"))
    rank = models.PositiveSmallIntegerField(_("rang"))
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    spot = models.PointField(_("point"), srid=4326, null=True, blank=True, spatial_index=False)

    class Meta:
        verbose_name = _("apport")
        verbose_name_plural = _("apports")
        ordering = ["sheet", "turn", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["tablee", "sheet", "turn", "rank"], name="apport_one_hand_a_turn"),
            models.UniqueConstraint(fields=["siege", "turn", "rank"], name="apport_once_a_turn"),
            models.CheckConstraint(condition=Q(turn__lt=MOST, sheet__lt=MOST), name="apport_around_the_table"),
        ]
