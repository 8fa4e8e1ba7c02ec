"""A change that somebody proposes to the rules of a process; read by everybody with its answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """Words of nobody in particular: who wrote them is not kept. Published with what was answered, and why."""

    kind = models.CharField(_("sorte de démarche"), max_length=16)
    key = models.CharField(_("démarche"), max_length=64)
    text = models.TextField(_("le changement proposé"), max_length=2000)
    day = models.DateField(_("le"), default=timezone.localdate)
    taken = models.BooleanField(_("reprise"), null=True)
    answer = models.TextField(_("la réponse"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, blank=True, editable=False)

    class Meta:
        verbose_name = _("révision")
        verbose_name_plural = _("révisions")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="revision_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__isnull=True, answered_at__isnull=True)
                | (Q(taken__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                name="revision_answered",
            )
        ]
