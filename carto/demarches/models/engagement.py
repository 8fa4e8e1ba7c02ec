"""The commitments of the charter of open governance, and what is said of each, with a proof and a date."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import RoleName


class State(models.TextChoices):
    """Where a commitment stands."""

    KEPT = "kept", _("tenu")
    GOING = "going", _("en cours")
    NOT_YET = "not_yet", _("pas encore")


class Part(models.TextChoices):
    """The three parts of the charter."""

    TRANSPARENCY = "transparence", _("Transparence")
    PARTICIPATION = "participation", _("Participation")
    COPRODUCTION = "coproduction", _("Coproduction")


class Engagement(models.Model):
    """One commitment, in the charter's words. `fact` names what works out its state; without one, people say it."""

    code = models.SlugField(_("code"), unique=True)
    part = models.CharField(_("partie"), max_length=16, choices=Part)
    title = models.CharField(_("en bref"), max_length=140)
    text = models.TextField(_("ce que dit la charte"), max_length=2000)
    fact = models.SlugField(_("fait qui le montre"), blank=True)
    order = models.PositiveSmallIntegerField(_("rang"), default=0)
    retired_at = models.DateTimeField(_("n’est plus dans la charte depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Avancement(models.Model):
    """What somebody says of a commitment one day, with a proof that everybody may open; each one stays."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="avancements", verbose_name=_("engagement"))
    state = models.CharField(_("où il en est"), max_length=8, choices=State)
    text = models.TextField(_("pourquoi on le dit"), max_length=1000)
    proof = models.CharField(_("la preuve"), max_length=500, blank=True)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)

    class Meta:
        verbose_name = _("avancement")
        verbose_name_plural = _("avancements")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="kept") | ~Q(proof=""), name="avancement_kept_with_proof")
        ]

    @property
    def role_label(self) -> str:
        """The role, in words."""
        return str(RoleName(self.role).label)
