"""What the map itself says could be worked on: a place and a theme, what was counted there, and what that weighs."""

from typing import Final

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Theme
from carto.territoires.models import Rue, Territoire
from projets.opportunites.models.opportunite import Opportunite, Scale

# What is counted, each under the name of its column. NULL is « pas de donnée », which is not 0.
SIGNALS: Final[dict[str, str | Promise]] = {
    "people": _("personnes derrière des idées proches"),
    "repeats": _("signalements qui reviennent au même endroit"),
    "cost": _("coût par visite, au regard des équipements semblables"),
    "uses": _("fréquentation qui chute ou qui déborde"),
    "contracts": _("contrats qui finissent et travaux prévus"),
    "access": _("habitants à plus de dix minutes à pied"),
    "neglect": _("années sans démarche, habitants peu entendus"),
    "network": _("groupes et initiatives déjà là"),
}


class Formule(models.Model):
    """One version of how candidates are weighed, kept for ever: any score can be worked out again.

    Points of a signal: `least(1, value / full[scale][signal])`. Score out of 100: `100 × Σ weight × points / Σ weight`,
    a signal without data adding nothing. So what one more idea adds is known beforehand.
    """

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    weights = models.JSONField(_("poids"), help_text=_("par signal"))
    full = models.JSONField(
        _("valeur pleine"), help_text=_("par échelle puis par signal : ce qui donne tous les points")
    )
    settings = models.JSONField(_("réglages du calcul"), default=dict, help_text=_("distances, durées, seuils"))
    reason = models.TextField(_("pourquoi"), max_length=2000)
    published_at = models.DateTimeField(_("publiée le"), default=timezone.now)

    class Meta:
        verbose_name = _("formule")
        verbose_name_plural = _("formules")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"v{self.version}"


class Candidat(models.Model):
    """One place × one theme, at one scale, as last counted. Nothing opens by itself: a person carries it."""

    scale = models.CharField(_("échelle"), max_length=10, choices=Scale)
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+", verbose_name=_("thème"))
    rue = models.ForeignKey(Rue, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("rue"))
    # The quartier at its scale; the commune or métropole at the largest; of a street, the quartier where it mostly is.
    territoire = models.ForeignKey(
        Territoire, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("territoire")
    )
    spot = models.PointField(_("où la carte le pose"), srid=4326)

    people = models.FloatField(_("personnes"), null=True)
    repeats = models.FloatField(_("signalements qui reviennent"), null=True)
    cost = models.FloatField(_("écart de coût par visite"), null=True, help_text=_("1 : deux fois le milieu"))
    uses = models.FloatField(_("écart de fréquentation"), null=True, help_text=_("0 à 1"))
    contracts = models.FloatField(_("contrats et travaux"), null=True)
    access = models.FloatField(_("habitants loin"), null=True)
    neglect = models.FloatField(_("années sans démarche"), null=True)
    network = models.FloatField(_("initiatives"), null=True)

    formule = models.ForeignKey(Formule, models.PROTECT, related_name="+", verbose_name=_("formule"))
    score = models.FloatField(_("score"), help_text=_("0 à 100"))
    computed_at = models.DateTimeField(_("compté le"))
    first_at = models.DateTimeField(_("vu la première fois"), default=timezone.now)
    opportunite = models.ForeignKey(
        Opportunite, models.SET_NULL, null=True, blank=True, related_name="candidats", verbose_name=_("portée par")
    )

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["scale", F("score").desc(), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "theme", "rue", "territoire"],
                condition=Q(rue__isnull=True),
                nulls_distinct=False,
                name="candidat_territoire_once",
            ),
            models.UniqueConstraint(fields=["theme", "rue"], condition=Q(rue__isnull=False), name="candidat_rue_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="candidat_score"),
            models.CheckConstraint(
                condition=Q(scale="rue", rue__isnull=False) | (~Q(scale="rue") & Q(rue__isnull=True)),
                name="candidat_rue_scale",
            ),
        ]
        indexes = [
            models.Index("scale", F("score").desc(), name="candidat_scale_score"),
            models.Index("territoire", "scale", F("score").desc(), name="candidat_territoire"),
        ]

    def __str__(self) -> str:
        return f"{self.theme} · {self.rue or self.territoire or self.get_scale_display()}"
