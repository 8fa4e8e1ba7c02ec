"""A workshop: where paper cards are filled; what was wished for there, what was seen, and what was heard."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.territoires.models import Territoire
from projets.idees.models.campagne import Campagne


class Atelier(models.Model):
    """One meeting, whose cards are typed in afterwards: « Atelier du 12 mars, maison de quartier »."""

    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    title = models.CharField(_("nom"), max_length=120)
    day = models.DateField(_("jour"))
    campagne = models.ForeignKey(
        Campagne, models.SET_NULL, null=True, blank=True, related_name="ateliers", verbose_name=_("campagne")
    )
    text = models.TextField(_("en quelques mots"), max_length=1000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    demonstration = models.BooleanField(_("démonstration"), default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("atelier")
        verbose_name_plural = _("ateliers")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/ateliers/{self.slug}/"


class ObservationKind(models.TextChoices):
    """What was noted at a workshop."""

    FACT = "fact", _("fait")
    VERBATIM = "verbatim", _("parole entendue")


class Observation(models.Model):
    """One card of a workshop: a fact that was seen, or words that were heard, entered in bulk and printed again."""

    # Made by the page: a card sent twice is one card.
    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    atelier = models.ForeignKey(Atelier, models.CASCADE, related_name="observations", verbose_name=_("atelier"))
    kind = models.CharField(_("sorte"), max_length=8, choices=ObservationKind)
    text = models.CharField(_("texte"), max_length=500)
    who = models.CharField(_("qui parle"), max_length=80, blank=True, help_text=_("« une lycéenne », jamais un nom"))
    geom = models.PointField(_("lieu"), srid=4326, null=True, blank=True)
    quartier = models.ForeignKey(Territoire, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    binned_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["pk"]
