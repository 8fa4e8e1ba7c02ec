"""A public facility or piece of infrastructure: where it is, whose it is, who runs it, and of which type."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Fiche
from projets.equipements.models.organisme import Organisme
from projets.equipements.models.source import Ligne
from projets.equipements.querysets import EquipementQuerySet
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
    WORKS = "works", _("chantier")
    OTHER = "other", _("autre équipement")


class TypeEquipement(models.Model):
    """What facilities are compared by: finer than a nature, in the words of SCDL and of OpenStreetMap."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    nature = models.CharField(_("nature"), max_length=16, choices=Nature)
    theme = models.CharField(_("thème de SCDL"), max_length=120, blank=True)  # EQUIP_THEME
    scdl = models.CharField(_("type de SCDL"), max_length=120, blank=True)  # EQUIP_TYPE
    osm = models.CharField(_("étiquette OSM"), max_length=80, blank=True, help_text=_("leisure=swimming_pool"))
    # The stickers by which one wishes for such a place (codes of the palette), and the words by which one looks for it.
    stickers = ArrayField(models.SlugField(max_length=60), default=list, blank=True, verbose_name=_("autocollants"))
    words = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("autres mots"))
    use = models.CharField(_("ce que l’on compte"), max_length=60, blank=True, help_text=_("entrées, prêts, places"))

    class Meta:
        verbose_name = _("type d’équipement")
        verbose_name_plural = _("types d’équipement")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


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

    type = models.ForeignKey(
        TypeEquipement, models.SET_NULL, null=True, blank=True, related_name="equipements", verbose_name=_("type")
    )
    owner = models.ForeignKey(
        Organisme, models.SET_NULL, null=True, blank=True, related_name="owned", verbose_name=_("propriétaire")
    )
    # Signed by whoever published it here; empty: the city's own content.
    publisher = models.ForeignKey(
        Organisme, models.SET_NULL, null=True, blank=True, related_name="published", verbose_name=_("publié par")
    )
    hours = models.CharField(
        _("horaires"), max_length=300, blank=True, help_text=_("comme dans OpenStreetMap : Mo-Fr 09:00-18:00")
    )
    capacity = models.PositiveIntegerField(_("capacité"), null=True, blank=True)
    capacity_of = models.CharField(_("capacité, en"), max_length=40, blank=True, help_text=_("places, lits, vélos"))
    closed = models.PositiveSmallIntegerField(_("fermeture"), null=True, blank=True, help_text=_("année"))
    # Of works: from when to when. What is planned is a facility too, in its first state.
    begins_on = models.DateField(_("commence le"), null=True, blank=True)
    ends_on = models.DateField(_("se termine le"), null=True, blank=True)
    ligne = models.OneToOneField(
        Ligne, models.SET_NULL, null=True, blank=True, related_name="equipement", verbose_name=_("ligne de source")
    )

    objects = EquipementQuerySet.as_manager()

    class Meta:
        verbose_name = _("équipement")
        verbose_name_plural = _("équipements")
        indexes = [
            models.Index(fields=["nature", "status"], name="equipement_nature"),
            models.Index(fields=["ends_on"], condition=Q(ends_on__isnull=False), name="equipement_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened__isnull=True) | Q(opened__gte=1, opened__lte=2200),
                name="equipement_opened",
                violation_error_message=_("Cette année n’est pas possible."),
            ),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("begins_on")),
                name="equipement_works_order",
                violation_error_message=_("La fin vient après le début."),
            ),
        ]
