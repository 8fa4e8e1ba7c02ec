"""What is put on the ballot: from the city or from residents, studied, priced, with its reasons; then its steps."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import RoleName
from carto.fiches.models import Fiche, Theme
from projets.budgets.models.budget import Enveloppe
from projets.equipements.models import Equipement, Nature


class Origin(models.TextChoices):
    """Whose project it is: not said on the ballot, said after."""

    CITY = "city", _("proposé par la ville")
    RESIDENTS = "residents", _("proposé par des habitants")


class Feasibility(models.TextChoices):
    """What the study found."""

    STUDY = "study", _("à l’étude")
    FEASIBLE = "feasible", _("faisable")
    REFUSED = "refused", _("mis de côté")


class Projet(models.Model):
    """One project. `price` is in the tax basis of its envelope, and explained; what is set aside says why."""

    enveloppe = models.ForeignKey(Enveloppe, models.CASCADE, related_name="projets", verbose_name=_("enveloppe"))
    code = models.SlugField(_("numéro au bulletin"), max_length=8)
    title = models.CharField(_("titre"), max_length=140)
    text = models.TextField(_("description"), max_length=2000, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thème"))
    nature = models.CharField(_("nature"), max_length=16, choices=Nature, default=Nature.OTHER)
    geom = models.PointField(_("lieu"), srid=4326)
    origin = models.CharField(_("origine"), max_length=9, choices=Origin)
    fiche = models.ForeignKey(
        Fiche, models.SET_NULL, null=True, blank=True, related_name="projets", verbose_name=_("idée d’origine")
    )
    feasibility = models.CharField(_("étude"), max_length=8, choices=Feasibility, default=Feasibility.STUDY)
    reason = models.TextField(_("ce que l’étude a trouvé"), max_length=1000, blank=True)
    price = models.DecimalField(_("prix (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    price_why = models.TextField(_("ce que ce prix comprend"), max_length=1000, blank=True)
    incompatible = models.ManyToManyField("self", blank=True, symmetrical=True, verbose_name=_("incompatible avec"))
    won = models.BooleanField(_("retenu"), null=True, editable=False)
    equipement = models.OneToOneField(
        Equipement, models.SET_NULL, null=True, blank=True, editable=False, related_name="projet"
    )

    class Meta:
        verbose_name = _("projet")
        verbose_name_plural = _("projets")
        ordering = ["enveloppe", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enveloppe", "code"], name="projet_code"),
            models.CheckConstraint(
                condition=Q(feasibility="study") | ~Q(reason=""),
                name="projet_reason",
                violation_error_message=_("Dites ce que l’étude a trouvé : tout le monde le lira."),
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | (Q(price__gt=0) & ~Q(price_why="")),
                name="projet_price",
                violation_error_message=_("Un prix est plus grand que zéro, et dit ce qu’il comprend."),
            ),
            models.CheckConstraint(
                condition=~Q(feasibility="feasible") | Q(price__isnull=False),
                name="projet_priced",
                violation_error_message=_("Un projet faisable a un prix."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProjetChange(models.Model):
    """One line of a project's history: who did what, as what, when and why. Public."""

    projet = models.ForeignKey(Projet, models.CASCADE, related_name="changes", verbose_name=_("projet"))
    at = models.DateTimeField(_("le"), default=timezone.now)
    role = models.CharField(_("rôle"), max_length=12)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(_("ce qui change"), max_length=40)
    before = models.TextField(_("avant"), blank=True)
    after = models.TextField(_("après"), blank=True)
    why = models.TextField(_("raison"), blank=True)

    class Meta:
        verbose_name = _("changement d’un projet")
        verbose_name_plural = _("changements des projets")
        ordering = ["-at", "-pk"]

    @property
    def label(self) -> str:
        """What changed, as people call it."""
        return str(Projet._meta.get_field(self.what).verbose_name)

    @property
    def acted_as(self) -> str:
        """The role, in words."""
        return str(dict(RoleName.choices).get(self.role, self.role))


class Jalon(models.Model):
    """One step of a project that was chosen: when it was promised for, and when it was done."""

    projet = models.ForeignKey(Projet, models.CASCADE, related_name="jalons", verbose_name=_("projet"))
    title = models.CharField(_("étape"), max_length=140)
    due_on = models.DateField(_("prévue le"))
    done_on = models.DateField(_("faite le"), null=True, blank=True)

    class Meta:
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Whether its day has passed without it."""
        return self.done_on is None and self.due_on < timezone.localdate()
