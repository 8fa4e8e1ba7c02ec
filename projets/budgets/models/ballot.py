"""Ballots, and the roll that says who has voted while the vote lasts. No column, hour or order ties one to the other.

The roll is an HMAC of the person under a key of the budget's own; when the vote closes, key and roll are destroyed.
Ballots have a key drawn at random and no date.
"""

from typing import Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.budgets.models.budget import BudgetParticipatif, Enveloppe

DIGEST: Final = 64  # hexadecimal digits of an HMAC-SHA-256


class BudgetKey(models.Model):
    """The secret by which a vote tells two people apart. It dies when the vote closes."""

    budget = models.OneToOneField(BudgetParticipatif, models.CASCADE, related_name="key")
    key = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("clé d’un vote")
        verbose_name_plural = _("clés des votes")


class Emargement(models.Model):
    """That somebody has voted, not what for; erased when the vote closes. Its key is drawn, it has no date."""

    id = models.BigIntegerField(primary_key=True)
    budget = models.ForeignKey(BudgetParticipatif, models.CASCADE, related_name="emargements")
    digest = models.CharField(max_length=DIGEST)

    class Meta:
        verbose_name = _("émargement d’un vote")
        verbose_name_plural = _("émargements des votes")
        constraints = [models.UniqueConstraint(fields=["budget", "digest"], name="emargement_vote_once")]


class Liasse(models.Model):
    """Paper ballots entered together, under the number written on their bundle."""

    budget = models.ForeignKey(BudgetParticipatif, models.CASCADE, related_name="liasses")
    number = models.CharField(_("numéro de la liasse"), max_length=20)
    place = models.CharField(_("où on a voté"), max_length=140)
    ballots = models.PositiveIntegerField(_("bulletins"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(_("rôle"), max_length=12)
    entered_at = models.DateTimeField(_("saisie le"), default=timezone.now)

    class Meta:
        verbose_name = _("liasse")
        verbose_name_plural = _("liasses")
        ordering = ["entered_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["budget", "number"], name="liasse_number")]


class Bulletin(models.Model):
    """What one person said of one envelope: `choices` by project code. Nothing says who, nor when."""

    id = models.BigIntegerField(primary_key=True)
    enveloppe = models.ForeignKey(Enveloppe, models.CASCADE, related_name="bulletins")
    choices = models.JSONField(_("choix"))
    liasse = models.ForeignKey(Liasse, models.CASCADE, null=True, blank=True, related_name="bulletins")

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["pk"]
