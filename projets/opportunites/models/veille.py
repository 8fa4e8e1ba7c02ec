"""What a référent has seen of their quartier, and whether they are told each day of what is new there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Veille(models.Model):
    """One per person. `before_at` is the visit before this one: what is newer is new on the desk."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="veille", verbose_name=_("personne")
    )
    wanted = models.BooleanField(_("un message par jour"), default=True)
    told_at = models.DateTimeField(_("prévenue le"), default=timezone.now)
    seen_at = models.DateTimeField(_("venue le"), null=True, blank=True)
    before_at = models.DateTimeField(_("venue avant le"), null=True, blank=True)

    class Meta:
        verbose_name = _("veille")
        verbose_name_plural = _("veilles")
