"""Ideas that meet: amendments, merges with everybody's consent, and drafts that several hands write."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.idees.models.campagne import DIGEST
from projets.idees.models.idee import Idee
from projets.idees.models.palette import Autocollant


class Settled(models.TextChoices):
    """What became of an amendment; an alternative is never settled, it stands beside."""

    OPEN = "open", _("à discuter")
    TAKEN = "taken", _("repris")
    NOT_TAKEN = "not_taken", _("non repris")


class Amendement(models.Model):
    """An idea that changes another (`alternative`: that answers the same need otherwise). Its branch stays readable."""

    idee = models.OneToOneField(Idee, models.CASCADE, related_name="amendement", verbose_name=_("amendement"))
    target = models.ForeignKey(Idee, models.CASCADE, related_name="amendements", verbose_name=_("idée amendée"))
    alternative = models.BooleanField(_("autre réponse au même besoin"), default=False)
    settled = models.CharField(_("suite"), max_length=9, choices=Settled, default=Settled.OPEN)
    reason = models.CharField(_("raison"), max_length=500, blank=True)
    at = models.DateTimeField(_("le"), default=timezone.now)
    settled_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("amendement")
        verbose_name_plural = _("amendements")
        constraints = [models.CheckConstraint(condition=~Q(idee=models.F("target")), name="amendement_of_another")]


class Fusion(models.Model):
    """A proposal to make one idea of several. It happens when every author agrees; each supporter is asked too."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    target = models.ForeignKey(Idee, models.CASCADE, related_name="fusions", verbose_name=_("idée qui reste"))
    reason = models.CharField(_("pourquoi"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(_("rôle"), max_length=12, default="resident")
    at = models.DateTimeField(_("proposée le"), default=timezone.now)
    until = models.DateTimeField(_("réponses jusqu’au"))
    done_at = models.DateTimeField(_("faite le"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("abandonnée le"), null=True, blank=True)
    undone_at = models.DateTimeField(_("défaite le"), null=True, blank=True)

    class Meta:
        verbose_name = _("fusion")
        verbose_name_plural = _("fusions")
        ordering = ["-at", "-pk"]


class FusionSource(models.Model):
    """One of the ideas that a fusion would bring into another."""

    fusion = models.ForeignKey(Fusion, models.CASCADE, related_name="sources", verbose_name=_("fusion"))
    idee = models.ForeignKey(Idee, models.CASCADE, related_name="fusion_sources", verbose_name=_("idée"))

    class Meta:
        verbose_name = _("idée à réunir")
        verbose_name_plural = _("idées à réunir")
        constraints = [models.UniqueConstraint(fields=["fusion", "idee"], name="fusion_source_once")]


class Accord(models.Model):
    """What one person asked says of a fusion. An anonymous author answers by the secret link of their idea."""

    fusion = models.ForeignKey(Fusion, models.CASCADE, related_name="accords", verbose_name=_("fusion"))
    idee = models.ForeignKey(Idee, models.CASCADE, related_name="accords", verbose_name=_("idée"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("personne")
    )
    as_author = models.BooleanField(_("en est l’auteur"))
    answer = models.BooleanField(_("réponse"), null=True, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    class Meta:
        verbose_name = _("accord")
        verbose_name_plural = _("accords")
        constraints = [
            models.UniqueConstraint(
                fields=["fusion", "idee", "person", "as_author"], nulls_distinct=False, name="accord_once"
            )
        ]


class Brouillon(models.Model):
    """A draft that several people write, under a link that they share. Publishing makes an idea of it."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=DIGEST, unique=True, editable=False)  # of the secret in the shared link
    title = models.CharField(_("titre"), max_length=140, blank=True)
    text = models.TextField(_("texte"), max_length=4000, blank=True)
    geom = models.PointField(_("lieu"), srid=4326, null=True, blank=True)
    autocollant = models.ForeignKey(Autocollant, models.PROTECT, null=True, blank=True, related_name="+")
    # What it amends or continues, when it does.
    about = models.ForeignKey(Idee, models.SET_NULL, null=True, blank=True, related_name="brouillons")
    version = models.PositiveIntegerField(default=0, editable=False)
    published = models.OneToOneField(Idee, models.SET_NULL, null=True, blank=True, related_name="brouillon")
    created_at = models.DateTimeField(_("ouvert le"), default=timezone.now)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        verbose_name = _("brouillon")
        verbose_name_plural = _("brouillons")


class BrouillonVersion(models.Model):
    """One hand's turn: the whole draft as it left it, and under what name, if any."""

    brouillon = models.ForeignKey(Brouillon, models.CASCADE, related_name="versions", verbose_name=_("brouillon"))
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("titre"), max_length=140, blank=True)
    text = models.TextField(_("texte"), max_length=4000, blank=True)
    hand = models.CharField(_("main"), max_length=60, blank=True, help_text=_("le nom que la personne s’est donné"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    merged = models.BooleanField(_("réunie à une autre écrite en même temps"), default=False)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("version de brouillon")
        verbose_name_plural = _("versions de brouillon")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["brouillon", "number"], name="brouillon_version_once")]
