"""What people say of a topic in its threads, and the families in which their arguments are told."""

from hashlib import blake2b

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Commentaire
from projets.opportunites.models.gate import PHASE_CHOICES
from projets.opportunites.models.opportunite import Opportunite
from projets.opportunites.models.tablee import Apport


class Propos(models.Model):
    """Where a commentaire stands in the threads of a topic: under which other one, and in which phase it was said."""

    commentaire = models.OneToOneField(
        Commentaire, models.CASCADE, related_name="propos", verbose_name=_("commentaire")
    )
    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="propos", verbose_name=_("opportunité"))
    phase = models.CharField(_("phase"), max_length=12, choices=PHASE_CHOICES)
    under = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="below", verbose_name=_("sous")
    )
    # The idea of a sheet that it takes up, when it comes from one.
    origin = models.ForeignKey(
        Apport, models.SET_NULL, null=True, blank=True, related_name="taken_up", verbose_name=_("reprend")
    )

    class Meta:
        verbose_name = _("propos")
        verbose_name_plural = _("propos")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(under=F("id")), name="propos_not_under_itself")]


class Famille(models.Model):
    """Arguments that say the same thing, told together in neutral words by whoever holds the pen."""

    class Side(models.TextChoices):
        """Where it leans."""

        POUR = "pour", _("pour")
        CONTRE = "contre", _("contre")
        NUANCE = "nuance", _("nuance")

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="familles", verbose_name=_("opportunité"))
    title = models.CharField(_("nom de la famille"), max_length=140)
    summary = models.TextField(_("ce qu’elle dit"), max_length=1500)
    side = models.CharField(_("côté"), max_length=6, choices=Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)
    at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    arguments = models.ManyToManyField(
        Commentaire, through="Rangement", through_fields=("famille", "commentaire"), related_name="familles"
    )

    class Meta:
        verbose_name = _("famille")
        verbose_name_plural = _("familles")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> str:
        """The same as long as it says the same: whoever writes it again has read this one."""
        return blake2b(f"{self.title}\n{self.summary}\n{self.side}".encode(), digest_size=16).hexdigest()


class Rangement(models.Model):
    """One argument in one family, never in two; its author may say that this is not what they said."""

    famille = models.ForeignKey(Famille, models.CASCADE, related_name="rangements", verbose_name=_("famille"))
    commentaire = models.OneToOneField(
        Commentaire, models.CASCADE, related_name="rangement", verbose_name=_("commentaire")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    contest = models.OneToOneField(
        Commentaire, models.SET_NULL, null=True, blank=True, related_name="contested", verbose_name=_("contestation")
    )

    class Meta:
        verbose_name = _("rangement")
        verbose_name_plural = _("rangements")
        ordering = ["pk"]
