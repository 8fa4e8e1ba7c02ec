"""The join that nobody publishes: which row is about which place, who says so, why, and whether it still holds."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.equipements.models.equipement import Equipement
from projets.equipements.models.source import Ligne


class RattachementState(models.TextChoices):
    """What became of a suggestion."""

    SUGGESTED = "suggested", _("proposé")
    CONFIRMED = "confirmed", _("confirmé")
    REFUSED = "refused", _("écarté")
    UNDONE = "undone", _("défait")


class Rattachement(models.Model):
    """A row and a facility. A machine suggests, a person confirms; a later file never undoes what a person did."""

    ligne = models.ForeignKey(Ligne, models.CASCADE, related_name="rattachements", verbose_name=_("ligne"))
    equipement = models.ForeignKey(
        Equipement, models.CASCADE, related_name="rattachements", verbose_name=_("équipement")
    )
    state = models.CharField(_("état"), max_length=9, choices=RattachementState, default=RattachementState.SUGGESTED)
    score = models.FloatField(_("ressemblance"), default=0)  # from 0 to 1
    reasons = models.JSONField(_("raisons"), default=list, blank=True)  # [{"what": "text", "told": "piscine"}]
    # The part of the row's amount that is this place's; the rest is somewhere else, or not known.
    share = models.DecimalField(_("part"), max_digits=5, decimal_places=4, default=1)
    why = models.CharField(_("pourquoi"), max_length=500, blank=True)
    suggested_at = models.DateTimeField(_("proposé le"), default=timezone.now)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_role = models.CharField(_("rôle"), max_length=12, blank=True)
    settled_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)
    undone_reason = models.CharField(_("pourquoi défait"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ligne", "equipement"], condition=~Q(state="undone"), name="rattachement_once"
            ),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="rattachement_share"),
        ]
        indexes = [models.Index(fields=["-score", "id"], condition=Q(state="suggested"), name="rattachement_queue")]
