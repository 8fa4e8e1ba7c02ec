"""Who owns, runs or publishes: the city, a metropolis, a hospital, a university, a company; and who speaks for it."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """The level of government, or its absence, in the order in which a resident thinks of them."""

    COMMUNE = "commune", _("ville")
    METROPOLE = "metropole", _("métropole")
    DEPARTEMENT = "departement", _("département")
    REGION = "region", _("région")
    ETAT = "etat", _("État")
    HOSPITAL = "hospital", _("hôpital")
    UNIVERSITY = "university", _("université ou école")
    LANDLORD = "landlord", _("bailleur")
    PUBLIC = "public", _("autre organisme public")
    ASSOCIATION = "association", _("association")
    PRIVATE = "private", _("entreprise")


class Organisme(models.Model):
    """An organisation, known by its SIREN where it has one. What it publishes is signed with its name."""

    slug = models.SlugField(_("adresse courte"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=160)
    level = models.CharField(_("niveau"), max_length=12, choices=Level)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    website = models.URLField(_("site web"), blank=True)
    contact = models.CharField(_("comment la joindre"), max_length=200, blank=True)
    demonstration = models.BooleanField(_("démonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("organisme")
        verbose_name_plural = _("organismes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["siren"], condition=~Q(siren=""), name="organisme_siren_once"),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"),
                name="organisme_siren",
                violation_error_message=_("Un SIREN a neuf chiffres."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Mandat(models.Model):
    """That a person publishes in the name of an organisation, from one day to another."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandats", verbose_name=_("personne")
    )
    organisme = models.ForeignKey(Organisme, models.CASCADE, related_name="mandats", verbose_name=_("organisme"))
    since = models.DateTimeField(_("depuis"), default=timezone.now)
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisme"], condition=Q(ended_at=None), name="mandat_once_at_a_time"
            )
        ]
