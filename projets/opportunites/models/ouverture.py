"""The opening sheet of a topic: what can be decided, how far, with what and by whom. Incomplete, it opens nothing."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projets.equipements.models import Cout
from projets.opportunites.models.opportunite import Opportunite


class Participation(models.TextChoices):
    """How much of the decision is shared, from the least to the most."""

    INFORMATION = "information", _("information")
    CONSULTATION = "consultation", _("consultation")
    PARTICIPATION = "participation", _("participation")
    COPRODUCTION = "coproduction", _("coproduction")
    CODECISION = "codecision", _("co-décision")


# What each level commits whoever opens the topic to, the same words for every topic.
COMMITS: Final[dict[str, str | Promise]] = {
    Participation.INFORMATION: _("La décision est prise : on l’explique, et on répond aux questions."),
    Participation.CONSULTATION: _(
        "On écoute avant de décider, et on dit ce que l’on a retenu ou non, avec les raisons."
    ),
    Participation.PARTICIPATION: _(
        "Les habitants prennent part à l’étude ; s’écarter de ce qu’ils proposent se justifie."
    ),
    Participation.COPRODUCTION: _("Habitants et services construisent les options ensemble, à partir du même dossier."),
    Participation.CODECISION: _("Ce qui est choisi ensemble s’applique, dans les limites écrites sur cette fiche."),
}

CONSTRAINTS: Final = ("legal", "technical", "ethical", "budget", "calendar")
LONGEST: Final = 2000


def _words(label: str | Promise) -> models.TextField:
    return models.TextField(label, blank=True, max_length=LONGEST)


class Ouverture(models.Model):
    """One per topic. The points that can be decided, and those that cannot, are the topic's own."""

    opportunite = models.OneToOneField(
        Opportunite, models.CASCADE, related_name="ouverture", verbose_name=_("opportunité")
    )
    how_far = _words(_("jusqu’où l’on peut aller"))
    legal = _words(_("contraintes de droit"))
    technical = _words(_("contraintes techniques"))
    ethical = _words(_("contraintes d’éthique"))
    budget = _words(_("contraintes d’argent"))
    calendar = _words(_("contraintes de calendrier"))
    time = _words(_("le temps que l’on y met"))
    people = _words(_("les personnes qui y travaillent"))
    level = models.CharField(_("niveau de participation"), max_length=13, choices=Participation, blank=True)
    commitment = _words(_("ce à quoi on s’engage ici"))
    version = models.PositiveIntegerField(_("version"), default=0)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    class Meta:
        verbose_name = _("ouverture")
        verbose_name_plural = _("ouvertures")

    @property
    def commits(self) -> str | Promise:
        """What its level commits to; empty while it has none."""
        return COMMITS.get(self.level, "")


class Moyen(models.Model):
    """One amount of money, with what makes it readable; two kinds are never added up."""

    ouverture = models.ForeignKey(Ouverture, models.CASCADE, related_name="moyens")
    what = models.CharField(_("pour quoi"), max_length=160)
    amount = models.DecimalField(_("montant (€)"), max_digits=14, decimal_places=2)
    kind = models.CharField(_("sorte"), max_length=9, choices=Cout.Kind)
    basis = models.CharField(_("HT ou TTC"), max_length=7, choices=Cout.Basis)
    year = models.PositiveSmallIntegerField(_("année"))

    class Meta:
        verbose_name = _("moyen")
        verbose_name_plural = _("moyens")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="moyen_amount",
                violation_error_message=_("Un montant ne descend pas sous zéro."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="moyen_year",
                violation_error_message=_("L’année a quatre chiffres."),
            ),
        ]  # fmt: skip


class Tache(models.Model):
    """Who does what, with whom."""

    ouverture = models.ForeignKey(Ouverture, models.CASCADE, related_name="taches")
    who = models.CharField(_("qui"), max_length=120)
    what = models.CharField(_("fait quoi"), max_length=200)
    with_whom = models.CharField(_("avec qui"), max_length=160)

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("tâches")
        ordering = ["pk"]


class OuvertureVersion(models.Model):
    """The whole sheet as it stood after one change, kept for ever."""

    ouverture = models.ForeignKey(Ouverture, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(_("rôle"), max_length=12)
    told = models.JSONField(_("ce qu’elle disait"))

    class Meta:
        verbose_name = _("version d’une ouverture")
        verbose_name_plural = _("versions d’une ouverture")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["ouverture", "number"], name="ouverture_version_once")]
