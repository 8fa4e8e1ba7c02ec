"""What a person made of a row that could not be taken, for this reading and for those that bring the same row again."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.equipements.models.source import SHA256, Ligne, Rejet, Source


class Correction(models.Model):
    """Other cells for a refused row, or none and the reason why it is left. Never changed: the last one counts."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="corrections", verbose_name=_("source"))
    rejet = models.ForeignKey(Rejet, models.CASCADE, related_name="corrections", verbose_name=_("ligne refusée"))
    # Of the row as it is published: this very content, so many times in the file.
    sha256 = models.CharField(_("empreinte"), max_length=SHA256)
    nth = models.PositiveIntegerField(default=1)
    data = models.JSONField(_("contenu corrigé"), null=True, blank=True)  # none: the row is left
    key = models.CharField(_("clef"), max_length=300, blank=True)
    ligne = models.ForeignKey(
        Ligne, models.SET_NULL, null=True, blank=True, related_name="corrections", verbose_name=_("ligne")
    )
    reason = models.CharField(_("pourquoi"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(_("rôle"), max_length=12, blank=True)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("correction d’une ligne refusée")
        verbose_name_plural = _("corrections de lignes refusées")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["source", "sha256", "nth", "-id"], name="correction_last")]

    @property
    def left(self) -> bool:
        """Whether the row is left as it is."""
        return self.data is None
