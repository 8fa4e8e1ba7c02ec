"""A jury of residents, drawn by lot among those who offered, for an act of moderation that is contested."""

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.acte import Acte, Outcome


class Volontaire(models.Model):
    """Somebody with an account who accepts to be drawn."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="volontaire")
    since = models.DateTimeField(_("depuis le"), default=timezone.now)
    until = models.DateTimeField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("volontaire")
        verbose_name_plural = _("volontaires")


class Jury(models.Model):
    """One case. `seed` and the list of those who could be drawn give the same draw again."""

    acte = models.OneToOneField(Acte, models.CASCADE, related_name="jury", verbose_name=_("acte"))
    seed = models.CharField(_("graine du tirage"), max_length=64)
    among = models.PositiveIntegerField(_("parmi"))
    drawn_at = models.DateTimeField(_("tiré le"), default=timezone.now)
    closes_at = models.DateTimeField(_("se prononce jusqu’au"))
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(_("verdict"), max_length=8, choices=Outcome, blank=True)
    settled_at = models.DateTimeField(_("rendu le"), null=True, blank=True)

    class Meta:
        verbose_name = _("jury")
        verbose_name_plural = _("jurys")
        ordering = ["-drawn_at", "-pk"]


class Jure(models.Model):
    """One juror: what they say, and why. Names are shown to nobody; reasons are, once the verdict is given."""

    jury = models.ForeignKey(Jury, models.CASCADE, related_name="jures", verbose_name=_("jury"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(_("avis"), max_length=8, choices=Outcome, blank=True)
    reason = models.CharField(_("raison"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    declined_at = models.DateTimeField(_("s’est récusé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("juré")
        verbose_name_plural = _("jurés")
        constraints = [models.UniqueConstraint(fields=["jury", "person"], name="jure_once")]
