"""Who is in charge of what, where: the directory behind « Qui s’en occupe ici ? »."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service
from carto.fiches.models import Theme
from carto.territoires.models import Territoire
from projets.equipements.directory.querysets import CompetenceQuerySet, EluQuerySet
from projets.equipements.models.money import Marche
from projets.equipements.models.organisme import Organisme


class Competence(models.Model):
    """That an organisation, or one of its services, answers for a theme, everywhere or in one territory."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+", verbose_name=_("thème"))
    territoire = models.ForeignKey(
        Territoire, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("territoire")
    )
    organisme = models.ForeignKey(Organisme, models.CASCADE, related_name="competences", verbose_name=_("organisme"))
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    does = models.CharField(_("ce dont il s’occupe"), max_length=300, help_text=_("entretien, décision, contrôle…"))
    contact = models.CharField(_("comment le joindre"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(_("répond en (jours ouvrés)"), null=True, blank=True)
    # Who does the work today, when it is given to somebody.
    marche = models.ForeignKey(Marche, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(_("d’où on le sait"), max_length=300, blank=True)
    demonstration = models.BooleanField(_("démonstration"), default=False, editable=False)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("compétence")
        verbose_name_plural = _("compétences")
        ordering = ["theme__order", "organisme__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "territoire", "organisme", "service", "does"],
                nulls_distinct=False,
                name="competence_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisme} · {self.does}"


class Elu(models.Model):
    """An elected person in charge of a theme or a territory, as the city publishes it."""

    name = models.CharField(_("nom"), max_length=120)
    function = models.CharField(_("fonction"), max_length=200)
    organisme = models.ForeignKey(Organisme, models.CASCADE, related_name="elus", verbose_name=_("organisme"))
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="+")
    territoire = models.ForeignKey(Territoire, models.SET_NULL, null=True, blank=True, related_name="+")
    contact = models.CharField(_("comment le joindre"), max_length=200, blank=True)
    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    source = models.CharField(_("d’où on le sait"), max_length=300, blank=True)

    objects = EluQuerySet.as_manager()

    class Meta:
        verbose_name = _("élu")
        verbose_name_plural = _("élus")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.function}"
