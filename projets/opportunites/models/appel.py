"""A call for what people know, what they answer to it, and what is tried in place before it is decided."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Commentaire
from projets.opportunites.models.gate import PHASE_CHOICES
from projets.opportunites.models.opportunite import Opportunite


class Appel(models.Model):
    """What one would like to know, from whoever studied it or from whoever lives it."""

    class Kind(models.TextChoices):
        """Which knowledge: both count."""

        TECHNICAL = "technical", _("un savoir technique")
        USE = "use", _("un savoir d’usage")

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="appels", verbose_name=_("opportunité"))
    phase = models.CharField(_("phase"), max_length=12, choices=PHASE_CHOICES, blank=True)
    kind = models.CharField(_("ce que l’on cherche"), max_length=9, choices=Kind)
    text = models.TextField(_("en quelques mots"), max_length=2000)
    until = models.DateField(_("jusqu’au"))
    at = models.DateTimeField(_("lancé le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)

    class Meta:
        verbose_name = _("appel")
        verbose_name_plural = _("appels")
        ordering = ["until", "pk"]

    @property
    def is_open(self) -> bool:
        """Whether one may still answer it, by the calendar alone."""
        return self.until >= timezone.localdate()


class Offre(models.Model):
    """What somebody offers to a call, in words that everybody reads; thanked, and taken up or not, with a word."""

    appel = models.ForeignKey(Appel, models.CASCADE, related_name="offres", verbose_name=_("appel"))
    commentaire = models.OneToOneField(Commentaire, models.CASCADE, related_name="+", verbose_name=_("mots"))
    accepted = models.BooleanField(_("prise"), null=True)
    thanks = models.TextField(_("ce qui lui est répondu"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, blank=True, editable=False)

    class Meta:
        verbose_name = _("offre")
        verbose_name_plural = _("offres")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | (Q(accepted__isnull=False, answered_at__isnull=False) & ~Q(thanks="")),
                name="offre_answered_in_words",
            )
        ]


class OffreContact(models.Model):
    """How to reach who offered, for whoever carries the topic alone; apart, so that it is purged without the offer."""

    offre = models.OneToOneField(Offre, models.CASCADE, related_name="contact")
    email = models.EmailField(_("adresse e-mail"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("contact d’une offre")
        verbose_name_plural = _("contacts des offres")


class Essai(models.Model):
    """Something tried at a place, from a day to a day; then kept, adjusted or removed, with the reason."""

    class Outcome(models.TextChoices):
        """What became of it."""

        KEEP = "keep", _("on garde")
        ADJUST = "adjust", _("on ajuste")
        REMOVE = "remove", _("on retire")

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="essais", verbose_name=_("opportunité"))
    text = models.TextField(_("ce que l’on essaie"), max_length=2000)
    place = models.CharField(_("où"), max_length=200)
    spot = models.PointField(_("lieu"), srid=4326, null=True, blank=True, spatial_index=False)
    starts = models.DateField(_("du"))
    ends = models.DateField(_("au"))
    observations = models.ManyToManyField(
        Commentaire, through="Temoignage", related_name="+", blank=True, verbose_name=_("vu sur place")
    )
    outcome = models.CharField(_("ce que l’on en fait"), max_length=6, choices=Outcome, blank=True)
    reason = models.TextField(_("pourquoi"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(_("conclu le"), null=True, blank=True)
    at = models.DateTimeField(_("annoncé le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)

    class Meta:
        verbose_name = _("essai")
        verbose_name_plural = _("essais")
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="essai_dates",
                violation_error_message=_("Un essai finit après avoir commencé."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="") | (~Q(outcome="") & ~Q(reason="")),
                name="essai_concluded_with_reason",
            ),
        ]  # fmt: skip

    @property
    def is_running(self) -> bool:
        """Whether it is being tried today: one says what one sees."""
        return self.decided_at is None and self.starts <= timezone.localdate()


class Temoignage(models.Model):
    """What somebody saw of a trial: words about its topic, said of this trial."""

    essai = models.ForeignKey(Essai, models.CASCADE, related_name="temoignages", verbose_name=_("essai"))
    commentaire = models.OneToOneField(Commentaire, models.CASCADE, related_name="+", verbose_name=_("mots"))

    class Meta:
        verbose_name = _("témoignage")
        verbose_name_plural = _("témoignages")
