"""A jury of residents, drawn by lot among those who offered, for an act of moderation that is contested."""

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.acte import Acte, Outcome
from carto.fiches.moderation.querysets import VolontaireQuerySet


class Volontaire(models.Model):
    """Somebody with an account who accepts to be drawn."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="volontaire")
    since = models.DateTimeField(_("depuis le"), default=timezone.now)
    until = models.DateTimeField(_("jusqu’au"), null=True, blank=True)

    objects = VolontaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("volontaire")
        verbose_name_plural = _("volontaires")


class Jury(models.Model):
    """One case. `seed` and the marks of all who could be drawn, which are public, give the same draw again.

    It is closed by its clock, or by the last answer that it waits for; `outcome` keeps what came of it.
    """

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
    """One of those who could be drawn; a juror once they are called: what they say, and why.

    Names are shown to nobody; reasons are, once the verdict is given. `mark` is drawn at random, for this jury alone:
    it lets everybody check the draw, and tells only the person which one is theirs.
    """

    jury = models.ForeignKey(Jury, models.CASCADE, related_name="jures", verbose_name=_("jury"))
    mark = models.CharField(_("repère au tirage"), max_length=16)
    rank = models.PositiveIntegerField(_("rang au tirage"))
    called_at = models.DateTimeField(_("convié le"), null=True, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(_("avis"), max_length=8, choices=Outcome, blank=True)
    reason = models.CharField(_("raison"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    declined_at = models.DateTimeField(_("s’est récusé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("juré")
        verbose_name_plural = _("jurés")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["jury", "person"], name="jure_once"),
            models.UniqueConstraint(fields=["jury", "rank"], name="jure_rank"),
        ]
