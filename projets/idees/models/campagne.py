"""A campaign: one question, on an area, for a time; and how it counts each person once without knowing who it was."""

import uuid
from typing import Final

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service
from carto.territoires.models import Territoire
from projets.idees.querysets import CampagneQuerySet

DIGEST: Final = 64  # hexadecimal digits of an HMAC-SHA-256


class Moderation(models.TextChoices):
    """When somebody looks at what arrives; announced on the campaign's page, and kept to."""

    AFTER = "after", _("publié aussitôt, relu ensuite")
    BEFORE = "before", _("relu avant d’être publié")


class Campagne(models.Model):
    """A call for ideas. It is open between its two dates, whatever any job did (`is_open`)."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("adresse courte"), max_length=40, unique=True, help_text=_("dans le QR de l’affiche"))
    title = models.CharField(_("la question"), max_length=140, help_text=_("« De quoi rêve la rue de Strasbourg ? »"))
    text = models.TextField(_("en quelques mots"), max_length=4000, blank=True)
    geom = models.MultiPolygonField(_("périmètre"), srid=4326)
    territoire = models.ForeignKey(
        Territoire, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("territoire")
    )
    opens_at = models.DateTimeField(_("ouvre le"))
    closes_at = models.DateTimeField(_("ferme le"))
    # No cost, no feasibility, no negative sign while it is open; each dream is landed after, if its author agrees.
    dream = models.BooleanField(_("mode rêve"), default=False)
    moderation = models.CharField(_("relecture"), max_length=6, choices=Moderation, default=Moderation.AFTER)
    # Hours after which an idea of this campaign leaves the map; none: it stays.
    lasts_hours = models.PositiveIntegerField(_("contributions éphémères (heures)"), null=True, blank=True)
    # Who organises, with what money, who decides: owed before it is published.
    organiser = models.CharField(_("qui organise"), max_length=200, blank=True)
    money = models.CharField(_("avec quel argent"), max_length=300, blank=True)
    decides = models.CharField(_("qui décide, et de quoi"), max_length=300, blank=True)
    # What will be done with what people send; what never is, the platform says by itself.
    uses = models.TextField(_("ce qui sera fait des contributions"), max_length=1000, blank=True)
    # The named official who answers each one, as Give a Minute does.
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("qui répond")
    )
    official_name = models.CharField(_("son nom et sa charge"), max_length=140, blank=True)
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("service qui étudie")
    )
    phone = models.CharField(_("numéro pour les SMS"), max_length=40, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    closed_why = models.CharField(_("fermée avant son terme, parce que"), max_length=300, blank=True)
    # From then on nobody can tell who spoke: the key and the roll are gone (projets.idees.campagnes.sealing).
    sealed_at = models.DateTimeField(_("scellée le"), null=True, blank=True, editable=False)
    demonstration = models.BooleanField(_("démonstration"), default=False, db_default=False, editable=False)

    objects = CampagneQuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne")
        verbose_name_plural = _("campagnes")
        ordering = ["-opens_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="campagne_dates")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/campagnes/{self.slug}/"

    @property
    def is_open(self) -> bool:
        """Whether it takes contributions at this moment: from its dates alone."""
        return self.published_at is not None and self.opens_at <= timezone.now() < self.closes_at

    @property
    def is_over(self) -> bool:
        """Whether it is closed for good."""
        return timezone.now() >= self.closes_at


class CampagneChange(models.Model):
    """One rule of a published campaign that was changed: what it said, what it says, when, why. Public, for ever."""

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="changes", verbose_name=_("campagne"))
    at = models.DateTimeField(_("le"), default=timezone.now)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(_("règle"), max_length=40)  # a field of the campaign
    before = models.TextField(_("avant"), blank=True)
    after = models.TextField(_("après"), blank=True)
    why = models.CharField(_("raison"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("changement de règle")
        verbose_name_plural = _("changements de règle")
        ordering = ["-at", "-pk"]

    @property
    def label(self) -> str:
        """The rule, as the campaign's page calls it."""
        return str(Campagne._meta.get_field(self.what).verbose_name)


class CampagneKey(models.Model):
    """The secret by which a campaign tells two people apart. It dies with the campaign, and what it signed with it."""

    campagne = models.OneToOneField(Campagne, models.CASCADE, related_name="key")
    key = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("clé de campagne")
        verbose_name_plural = _("clés de campagne")


class Emargement(models.Model):
    """That somebody has used their voice, not what they said: an HMAC under the campaign's key, erased at closing.

    No date, and keys drawn at random: neither the order nor the hour of the rows may be put beside the contributions'.
    """

    id = models.BigIntegerField(primary_key=True)
    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="emargements")
    digest = models.CharField(max_length=DIGEST)

    class Meta:
        verbose_name = _("émargement")
        verbose_name_plural = _("émargements")
        constraints = [models.UniqueConstraint(fields=["campagne", "digest"], name="emargement_once")]
