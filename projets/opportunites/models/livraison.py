"""A topic delivered: when, what is there now, and what it really cost beside what had been planned."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.equipements.models import Cout
from projets.opportunites.models.opportunite import Opportunite
from projets.opportunites.models.ouverture import Moyen


class Livraison(models.Model):
    """One per topic, written once. `unanswered` is how many contributions were left without an answer that day."""

    opportunite = models.OneToOneField(
        Opportunite, models.CASCADE, related_name="livraison", verbose_name=_("opportunité")
    )
    delivered_on = models.DateField(_("réalisée le"))
    text = models.TextField(_("ce qui est là"), max_length=4000)
    unanswered = models.PositiveIntegerField(_("contributions sans réponse"), default=0)
    at = models.DateTimeField(_("dit le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)

    class Meta:
        verbose_name = _("livraison")
        verbose_name_plural = _("livraisons")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="livraison_told")]


class CoutReel(models.Model):
    """One amount that was really spent, with what makes it readable; beside what was planned, never added up."""

    livraison = models.ForeignKey(Livraison, models.CASCADE, related_name="couts", verbose_name=_("livraison"))
    moyen = models.ForeignKey(
        Moyen, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ce qui était prévu")
    )
    what = models.CharField(_("pour quoi"), max_length=160)
    amount = models.DecimalField(_("montant (€)"), max_digits=14, decimal_places=2)
    kind = models.CharField(_("sorte"), max_length=9, choices=Cout.Kind, default=Cout.Kind.REALISED)
    basis = models.CharField(_("HT ou TTC"), max_length=7, choices=Cout.Basis)
    year = models.PositiveSmallIntegerField(_("année"))

    class Meta:
        verbose_name = _("coût réel")
        verbose_name_plural = _("coûts réels")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="coutreel_amount",
                violation_error_message=_("Un montant ne descend pas sous zéro."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="coutreel_year",
                violation_error_message=_("L’année a quatre chiffres."),
            ),
        ]  # fmt: skip
