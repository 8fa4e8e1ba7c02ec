"""How a topic is worked on, phase by phase: drafted, changed by whoever proposes it, adopted by the people."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Commentaire
from projets.opportunites.models.consultation import Consultation
from projets.opportunites.models.gate import PHASE_CHOICES, Reunion
from projets.opportunites.models.opportunite import Opportunite

# What is said of each phase; `Methode.told` has them by phase, then by these names.
METHOD_LINES: Final[dict[str, str | Promise]] = {
    "done": _("ce que l’on y fait"),
    "time": _("combien de temps"),
    "invited": _("qui est invité"),
    "tools": _("avec quels outils"),
}


class Methode(models.Model):
    """One version of the method of one topic; the latest is the one that is read, each stays as it was."""

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="methodes", verbose_name=_("opportunité"))
    number = models.PositiveIntegerField(_("version"))
    told = models.JSONField(_("ce qu’elle dit"), help_text=_("par phase, puis par ligne"))
    at = models.DateTimeField(_("écrite le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)
    consultation = models.OneToOneField(
        Consultation, models.SET_NULL, null=True, blank=True, related_name="methode", verbose_name=_("consultation")
    )
    reunion = models.ForeignKey(
        Reunion, models.SET_NULL, null=True, blank=True, related_name="methodes", verbose_name=_("réunion")
    )
    # Set once its consultation is counted with its mass and no objection, or once its meeting is told.
    adopted_at = models.DateTimeField(_("adoptée le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("méthode")
        verbose_name_plural = _("méthodes")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["opportunite", "number"], name="methode_version_once")]


class Retouche(models.Model):
    """A change that somebody proposes to the method, in their words; taken or not, with the reason."""

    methode = models.ForeignKey(Methode, models.CASCADE, related_name="retouches", verbose_name=_("version"))
    phase = models.CharField(_("phase"), max_length=12, choices=PHASE_CHOICES, blank=True)
    commentaire = models.OneToOneField(Commentaire, models.CASCADE, related_name="+", verbose_name=_("mots"))
    taken = models.BooleanField(_("reprise"), null=True)
    reason = models.TextField(_("pourquoi"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, blank=True, editable=False)

    class Meta:
        verbose_name = _("retouche")
        verbose_name_plural = _("retouches")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__isnull=True, answered_at__isnull=True)
                | (Q(taken__isnull=False, answered_at__isnull=False) & ~Q(reason="")),
                name="retouche_answered_with_reason",
            )
        ]
