"""Lineage between fiches: what grew from what, and what is the same thing said twice."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.fiche import Fiche


class LienKind(models.TextChoices):
    """What `source` is to `target`."""

    DUPLICATES = "duplicates", _("dit la même chose que")
    GREW_FROM = "grew_from", _("est né de")
    ANSWERS = "answers", _("répond à")
    MERGED = "merged", _("a été réunie à")
    AMENDS = "amends", _("change quelque chose à")
    ALTERNATIVE = "alternative", _("est une autre réponse que")
    DELIVERS = "delivers", _("réalise")
    FUNDS = "funds", _("finance")


class Lien(models.Model):
    """One link; undone, it stays with the day and the reason: nothing is removed in silence."""

    source = models.ForeignKey(Fiche, models.CASCADE, related_name="liens", verbose_name=_("fiche"))
    target = models.ForeignKey(Fiche, models.CASCADE, related_name="linked", verbose_name=_("vers"))
    kind = models.CharField(_("lien"), max_length=12, choices=LienKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(_("rôle"), max_length=12)
    at = models.DateTimeField(_("le"), default=timezone.now)
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)
    reason = models.CharField(_("raison"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("lien")
        verbose_name_plural = _("liens")
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(kind="duplicates", undone_at=None), name="lien_joined_to_one"
            ),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="lien_between_two"),
        ]
