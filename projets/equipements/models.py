"""A public facility or piece of infrastructure: where it is, who runs it, and what is known of its cost."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Fiche
from projets.equipements.querysets import CoutQuerySet, EquipementQuerySet
from projets.equipements.workflow import Status

STATUS_LABELS: dict[Status, str | Promise] = {
    Status.PLANNED: _("en projet"),
    Status.BUILDING: _("en chantier"),
    Status.OPEN: _("en service"),
    Status.RENOVATING: _("en travaux"),
    Status.CLOSED: _("fermé"),
}
STATUS_CHOICES = [(status.value, label) for status, label in STATUS_LABELS.items()]


class Nature(models.TextChoices):
    """What sort of facility it is, in a resident's words."""

    BRIDGE = "bridge", _("pont ou passerelle")
    CAR_PARK = "car_park", _("parking")
    CEMETERY = "cemetery", _("cimetière")
    CONCERT = "concert", _("salle de concert ou de congrès")
    COMMUNITY = "community", _("maison de quartier")
    CULTURE = "culture", _("lieu culturel")
    HARBOUR = "harbour", _("port ou embarcadère")
    HEALTH = "health", _("santé")
    HERITAGE = "heritage", _("patrimoine")
    LIBRARY = "library", _("bibliothèque")
    MARKET = "market", _("marché")
    MUSEUM = "museum", _("musée")
    PARK = "park", _("parc ou jardin")
    PARK_AND_RIDE = "park_and_ride", _("parking relais")
    POOL = "pool", _("piscine ou patinoire")
    SCHOOL = "school", _("école, lycée, université")
    SPORT = "sport", _("équipement sportif")
    SQUARE = "square", _("place ou promenade")
    STATION = "station", _("gare ou pôle d’échanges")
    STOP = "stop", _("arrêt de tramway ou de busway")
    THEATRE = "theatre", _("théâtre ou opéra")
    TOWN_HALL = "town_hall", _("mairie ou service public")
    OTHER = "other", _("autre équipement")


class Equipement(Fiche):
    """A facility of any owner. Its stage follows `status` (workflow.WORKFLOW); only actions write either."""

    nature = models.CharField(_("nature"), max_length=16, choices=Nature)
    status = models.CharField(_("état"), max_length=12, choices=STATUS_CHOICES, default=Status.OPEN.value)
    operator = models.CharField(_("gestionnaire"), max_length=120, blank=True)
    opened = models.PositiveSmallIntegerField(_("mise en service"), null=True, blank=True, help_text=_("année"))
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    website = models.URLField(_("site web"), blank=True)
    place_source = models.CharField(
        _("source du lieu"), max_length=200, blank=True, help_text=_("d’où l’on tient qu’il est bien là")
    )

    objects = EquipementQuerySet.as_manager()

    class Meta:
        verbose_name = _("équipement")
        verbose_name_plural = _("équipements")
        indexes = [models.Index(fields=["nature", "status"], name="equipement_nature")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened__isnull=True) | Q(opened__gte=1, opened__lte=2200),
                name="equipement_opened",
                violation_error_message=_("Cette année n’est pas possible."),
            ),
        ]


class Cout(models.Model):
    """One figure about one facility. Two kinds, or two tax bases, are never added up.

    A line without an amount says « coût non publié »: silence is data too. A line with one says its year, tax basis and
    source, or the database refuses it.
    """

    class Kind(models.TextChoices):
        """What the money paid for."""

        STUDY = "study", _("études")
        CONSTRUCTION = "construction", _("construction")
        RENOVATION = "renovation", _("rénovation")
        EQUIPMENT = "equipment", _("aménagement")
        RUNNING = "running", _("fonctionnement, par an")

    class Basis(models.TextChoices):
        """With or without tax; published figures often do not say."""

        HT = "ht", _("HT")
        TTC = "ttc", _("TTC")
        UNKNOWN = "unknown", _("HT ou TTC : non précisé")

    equipement = models.ForeignKey(Equipement, models.CASCADE, related_name="couts", verbose_name=_("équipement"))
    kind = models.CharField(_("nature du coût"), max_length=12, choices=Kind, default=Kind.CONSTRUCTION)
    amount = models.DecimalField(
        _("montant (€)"), max_digits=14, decimal_places=2, null=True, blank=True, help_text=_("vide : coût non publié")
    )
    year = models.PositiveSmallIntegerField(_("année du chiffre"), null=True, blank=True)
    basis = models.CharField(_("HT ou TTC"), max_length=8, choices=Basis, blank=True)
    about = models.CharField(_("ce que le chiffre couvre"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("adresse de la source"), blank=True)

    objects = CoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("coût")
        verbose_name_plural = _("coûts")
        ordering = ["kind", "year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True)
                | (Q(amount__gt=0) & Q(year__isnull=False) & ~Q(basis="") & ~Q(source="")),
                name="cout_amount_sourced",
                violation_error_message=_("Un montant dit son année, s’il est HT ou TTC, et sa source."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.amount if self.amount is not None else _('coût non publié')}"
