"""The city's places: its territories, streets, addresses and named spots, as the database holds them."""

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from carto.territoires.querysets import TerritoireQuerySet


def folded(field: str) -> OpClass:
    """The trigram index expression of a search that forgives accents, case and typos (`carto_fold`, 0001)."""
    return OpClass(Func(F(field), function="carto_fold", output_field=models.TextField()), name="gin_trgm_ops")


class Level(models.IntegerChoices):
    """From the largest to the smallest; the number is also the order of display."""

    METROPOLE = 1, _("métropole")
    COMMUNE = 2, _("commune")
    QUARTIER = 3, _("quartier")
    IRIS = 4, _("micro-quartier")


class Territoire(models.Model):
    """A métropole, commune, quartier or IRIS, with the dates between which its borders held."""

    level = models.PositiveSmallIntegerField(_("niveau"), choices=Level)
    code = models.CharField(_("code"), max_length=20, help_text=_("INSEE pour les communes et les IRIS"))
    name = models.CharField(_("nom"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("partie de")
    )
    # Never look a point up here: borders have thousands of vertices. TerritoirePart holds them cut in small pieces.
    geom = models.MultiPolygonField(_("limites"), srid=4326)
    valid_from = models.DateField(_("valable depuis"), null=True, blank=True)
    valid_to = models.DateField(_("valable jusqu’à"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = TerritoireQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ["level", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code"], condition=Q(valid_to__isnull=True), name="territoire_one_in_force"
            ),
            models.CheckConstraint(condition=Q(geom__isvalid=True), name="territoire_geom_valid"),
        ]
        indexes = [GinIndex(folded("name"), name="territoire_name_folded")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/territoires/{self.code}/"


class TerritoirePart(models.Model):
    """A territory's borders cut by ST_Subdivide: what every “which territory is this in?” reads."""

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="parts")
    level = models.PositiveSmallIntegerField()
    geom = models.PolygonField(srid=4326)

    class Meta:
        verbose_name = _("morceau de territoire")
        verbose_name_plural = _("morceaux de territoire")


class Population(models.Model):
    """Inhabitants of a territory, in all (both ages empty) or in one age band, in one year, from one source."""

    territoire = models.ForeignKey(Territoire, models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField(_("année"))
    age_from = models.PositiveSmallIntegerField(_("âge minimal"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("âge maximal"), null=True, blank=True, help_text=_("compris"))
    # INSEE gives fractions of people: its figures are weighted estimates.
    count = models.DecimalField(_("habitants"), max_digits=12, decimal_places=2)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("populations")
        constraints = [
            models.UniqueConstraint(
                fields=["territoire", "year", "age_from", "age_to"], nulls_distinct=False, name="population_once"
            )
        ]


class Rue(models.Model):
    """A named street of one commune: all the OSM ways of that name there, as one geometry."""

    code = models.CharField(
        _("code"), max_length=160, unique=True, help_text=_("commune-nom, dans l’adresse de la page")
    )
    name = models.CharField(_("nom"), max_length=160)
    commune = models.ForeignKey(
        Territoire, models.PROTECT, null=True, blank=True, related_name="rues", verbose_name=_("commune")
    )
    geom = models.MultiLineStringField(_("tracé"), srid=4326)
    # For “the nearest street within 60 m”: a KNN on degrees would be wrong by half at our latitude.
    geom_metres = models.GeneratedField(
        expression=Transform("geom", settings.CARTO_SRID_METRES),
        db_persist=True,
        editable=False,
        output_field=models.MultiLineStringField(srid=settings.CARTO_SRID_METRES),
    )
    osm_ids = models.JSONField(_("chemins OSM"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rue")
        verbose_name_plural = _("rues")
        ordering = ["name"]
        indexes = [
            GinIndex(folded("name"), name="rue_name_folded"),
            models.Index(fields=["commune", "name"], name="rue_commune_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/territoires/{self.code}/"


class Adresse(models.Model):
    """A street number (BAN or OSM), to find a place without a map."""

    code = models.CharField(_("identifiant"), max_length=80, unique=True, help_text=_("clé BAN ou objet OSM"))
    number = models.CharField(_("numéro"), max_length=12, help_text=_("avec bis, ter…"))
    street = models.CharField(_("voie"), max_length=160)
    postcode = models.CharField(_("code postal"), max_length=10, blank=True)
    city = models.CharField(_("commune"), max_length=80, blank=True)
    rue = models.ForeignKey(Rue, models.SET_NULL, null=True, blank=True, related_name="adresses", verbose_name=_("rue"))
    geom = models.PointField(_("lieu"), srid=4326)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("adresse")
        verbose_name_plural = _("adresses")
        # An address is found through its street; a stray, which no known street holds, through its Voie.
        indexes = [models.Index(fields=["street", "number"], condition=Q(rue=None), name="adresse_stray")]

    def __str__(self) -> str:
        return f"{self.number} {self.street}"


class Voie(models.Model):
    """A street known only by its addresses: where no extract gave its course (the plan, a commune without OSM).

    Kept by the import of addresses, so that a search compares thousands of names instead of all the numbers.
    """

    name = models.CharField(_("nom"), max_length=160)
    city = models.CharField(_("commune"), max_length=80, blank=True)
    geom = models.PointField(_("une de ses adresses"), srid=4326)

    class Meta:
        verbose_name = _("voie sans tracé")
        verbose_name_plural = _("voies sans tracé")
        constraints = [models.UniqueConstraint(fields=["name", "city"], name="voie_once")]
        indexes = [GinIndex(folded("name"), name="voie_name_folded")]

    def __str__(self) -> str:
        return self.name


class Lieu(models.Model):
    """A named spot of the base map (square, park, stop, school…), for search and « autour d’ici »."""

    osm_id = models.CharField(_("objet OSM"), max_length=40, unique=True, help_text=_("node/123, way/456"))
    name = models.CharField(_("nom"), max_length=200, blank=True)
    nature = models.CharField(_("nature"), max_length=60, help_text=_("clé=valeur OSM : leisure=park"))
    geom = models.PointField(_("lieu"), srid=4326)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        indexes = [GinIndex(folded("name"), name="lieu_name_folded")]

    def __str__(self) -> str:
        return self.name or self.nature
