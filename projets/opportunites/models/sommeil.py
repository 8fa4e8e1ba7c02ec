"""A topic set aside: why, until when, and how many people it takes to have it back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.opportunites.models.opportunite import Opportunite


class Woken(models.TextChoices):
    """What ended a sleep."""

    PERSON = "person", _("une personne qui répond du quartier")
    CARRIED = "carried", _("quelqu’un qui l’a porté")
    RESIDENTS = "residents", _("les habitants")
    DATE = "date", _("la date prévue")


class Sommeil(models.Model):
    """One sleep of one topic. What it takes to reverse it is worked out and said when it begins, and never moves."""

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="sommeils", verbose_name=_("opportunité"))
    reason = models.TextField(_("raison"), max_length=2000)
    since = models.DateTimeField(_("depuis le"), default=timezone.now)
    until = models.DateField(_("se réveille le"))
    role = models.CharField(_("rôle"), max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    needed = models.PositiveIntegerField(_("personnes qui le réveillent"))
    inhabitants = models.PositiveIntegerField(_("habitants du lieu"), null=True)
    ended_at = models.DateTimeField(_("réveillé le"), null=True, blank=True)
    ended_by = models.CharField(_("réveillé par"), max_length=10, choices=Woken, blank=True)

    class Meta:
        verbose_name = _("sommeil")
        verbose_name_plural = _("sommeils")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opportunite"], condition=Q(ended_at=None), name="sommeil_one_at_a_time"),
            models.CheckConstraint(condition=Q(needed__gt=0), name="sommeil_can_be_reversed"),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(ended_at=None), name="sommeil_until")]
