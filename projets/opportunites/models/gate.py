"""How a topic goes from one phase to the next: the meetings held on it, and the gate that two sides open together."""

from typing import Final

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service
from carto.fiches.models import Commentaire, Photo
from projets.opportunites.models.consultation import Consultation
from projets.opportunites.models.opportunite import STATUS_LABELS, Opportunite
from projets.opportunites.models.voix import Objection
from projets.opportunites.workflow import PHASES

PHASE_CHOICES: Final = [(phase.value, STATUS_LABELS[phase]) for phase in PHASES]


class Reunion(models.Model):
    """People meet, at a place and a time, on one topic; what came out of it is written down afterwards."""

    class Kind(models.TextChoices):
        """How one takes part."""

        HALL = "hall", _("dans une salle")
        STREET = "street", _("dans la rue")
        ONLINE = "online", _("en ligne")
        PHONE = "phone", _("au téléphone")
        VISIT = "visit", _("visite sur place")
        AFTER = "after", _("« après » : ce que c’est devenu")

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="reunions", verbose_name=_("opportunité"))
    phase = models.CharField(_("phase"), max_length=12, choices=PHASE_CHOICES, blank=True)
    kind = models.CharField(_("sorte"), max_length=6, choices=Kind, default=Kind.HALL)
    at = models.DateTimeField(_("quand"))
    place = models.CharField(_("où"), max_length=200)
    spot = models.PointField(_("lieu"), srid=4326, null=True, blank=True, spatial_index=False)
    text = models.TextField(_("pour quoi faire"), max_length=2000, blank=True)
    access = models.TextField(_("comment y accéder"), max_length=1000, blank=True, default="", db_default="")
    distant = models.TextField(_("comment y être de loin"), max_length=1000, blank=True, default="", db_default="")
    # What people asked of a visit, before it and after it: comments on the topic, answered as its questions are.
    questions = models.ManyToManyField(Commentaire, related_name="+", blank=True, verbose_name=_("questions"))
    came = models.PositiveIntegerField(_("combien sont venus"), null=True, blank=True)
    outcome = models.TextField(_("ce qui en est sorti"), max_length=4000, blank=True)
    recorded_at = models.DateTimeField(_("compte rendu le"), null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)

    class Meta:
        verbose_name = _("réunion")
        verbose_name_plural = _("réunions")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True) | (~Q(outcome="") & Q(came__isnull=False)),
                name="reunion_told",
                violation_error_message=_("Un compte rendu dit combien sont venus et ce qui en est sorti."),
            )
        ]


class Halte(models.Model):
    """A stop of a visit: where one stops and what for; what was seen there, for those who were not."""

    reunion = models.ForeignKey(Reunion, models.CASCADE, related_name="haltes", verbose_name=_("visite"))
    place = models.CharField(_("où"), max_length=200)
    spot = models.PointField(_("lieu"), srid=4326, null=True, blank=True, spatial_index=False)
    text = models.TextField(_("ce que l’on y regarde"), max_length=1000, blank=True)
    seen = models.TextField(_("ce que l’on y a vu"), max_length=2000, blank=True)
    photos = models.ManyToManyField(Photo, related_name="+", blank=True, verbose_name=_("photos"))

    class Meta:
        verbose_name = _("halte")
        verbose_name_plural = _("haltes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.place


class Passage(models.Model):
    """The gate at the end of one phase: residents say yes by a consultation or a meeting, the service in its own words.

    It is passed once both have; going back to a phase makes another one.
    """

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="passages", verbose_name=_("opportunité"))
    phase = models.CharField(_("phase qui s’achève"), max_length=12, choices=PHASE_CHOICES)
    summary = models.TextField(_("ce que la phase a donné"), max_length=4000)
    opened_at = models.DateTimeField(_("proposé le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)
    consultation = models.ForeignKey(Consultation, models.SET_NULL, null=True, blank=True, related_name="passages")
    reunion = models.ForeignKey(Reunion, models.SET_NULL, null=True, blank=True, related_name="passages")
    # Set once the consultation was counted with its mass reached, or once the meeting was told.
    residents_at = models.DateTimeField(_("les habitants ont dit oui le"), null=True, blank=True)
    service = models.ForeignKey(Service, models.SET_NULL, null=True, blank=True, related_name="+")
    service_said = models.TextField(_("ce que dit le service"), max_length=2000, blank=True)
    service_at = models.DateTimeField(_("le service a dit oui le"), null=True, blank=True)
    service_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    passed_at = models.DateTimeField(_("franchi le"), null=True, blank=True)
    # The phase was left without it, by a signed reason or by going back: another one may be proposed.
    left_at = models.DateTimeField(_("laissé le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunite"], condition=Q(passed_at=None, left_at=None), name="passage_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(consultation__isnull=True) | Q(reunion__isnull=True), name="passage_by_one_way"
            ),
            models.CheckConstraint(
                condition=Q(passed_at__isnull=True) | (Q(residents_at__isnull=False) & Q(service_at__isnull=False)),
                name="passage_by_both",
                violation_error_message=_("Un passage se franchit à deux : les habitants et le service."),
            ),
        ]


class Replique(models.Model):
    """What is answered, in public, to one objection to what came first: unanswered, it keeps the gate closed."""

    objection = models.OneToOneField(Objection, models.CASCADE, related_name="replique", verbose_name=_("objection"))
    text = models.TextField(_("la réponse"), max_length=2000)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)

    class Meta:
        verbose_name = _("réplique")
        verbose_name_plural = _("répliques")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="replique_says_something")]
