"""An idée: a sticker placed on the map, or a stroke taken up from a sheet. A picture is enough, no text is owed."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service
from carto.fiches.models import Fiche
from projets.idees.models.palette import Autocollant
from projets.idees.querysets import IdeeQuerySet
from projets.idees.workflow import Status

STATUS_LABELS: dict[Status, str | Promise] = {
    Status.PROPOSED: _("proposée"),
    Status.DISCUSSED: _("en discussion"),
    Status.STUDIED: _("à l’étude"),
    Status.CHOSEN: _("retenue"),
    Status.DELIVERED: _("réalisée"),
    Status.SET_ASIDE: _("mise de côté"),
}
STATUS_CHOICES = [(status.value, label) for status, label in STATUS_LABELS.items()]


class Idee(Fiche):
    """A facility or an activity wished for, there. Its stage follows `status`; only actions write either."""

    autocollant = models.ForeignKey(Autocollant, models.PROTECT, related_name="idees", verbose_name=_("autocollant"))
    status = models.CharField(_("état"), max_length=12, choices=STATUS_CHOICES, default=Status.PROPOSED.value)
    campagne = models.ForeignKey(
        "idees.Campagne", models.SET_NULL, null=True, blank=True, related_name="idees", verbose_name=_("campagne")
    )
    atelier = models.ForeignKey(
        "idees.Atelier", models.SET_NULL, null=True, blank=True, related_name="idees", verbose_name=_("atelier")
    )
    # Who answers, and until when; silence past that day is shown on the page.
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="idees", verbose_name=_("service")
    )
    answer_due_at = models.DateTimeField(_("réponse promise pour le"), null=True, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    # An ephemeral idea: past that hour it is on no map and in no download. Computed when reading, never waited for.
    expires_at = models.DateTimeField(_("s’efface le"), null=True, blank=True)

    objects = IdeeQuerySet.as_manager()
    arrived = "projets.idees.answers.arriving.arrived"

    class Meta:
        verbose_name = _("idée")
        verbose_name_plural = _("idées")
        indexes = [
            models.Index(fields=["status"], name="idee_status"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="idee_expires"),
            models.Index(
                fields=["service", "answer_due_at"],
                condition=Q(answer_due_at__isnull=False, answered_at=None),
                name="idee_answer_due",
            ),
        ]


class Landing(models.TextChoices):
    """What the author of a dream said of turning it into a proposal."""

    ASKED = "asked", _("demandé")
    YES = "yes", _("d’accord")
    NO = "no", _("reste un rêve")


class Atterrissage(models.Model):
    """A dream come down to earth, if its author agrees: one need and one first step, by residents and a technician."""

    idee = models.OneToOneField(Idee, models.CASCADE, related_name="atterrissage", verbose_name=_("rêve"))
    consent = models.CharField(_("accord de l’auteur"), max_length=5, choices=Landing, default=Landing.ASKED)
    consent_at = models.DateTimeField(_("le"), null=True, blank=True)
    need = models.CharField(_("le besoin"), max_length=300, blank=True)
    first_step = models.CharField(_("un premier pas"), max_length=300, blank=True)
    feasible = models.TextField(_("ce qu’en dit un technicien"), max_length=1000, blank=True)
    service = models.ForeignKey(Service, models.SET_NULL, null=True, blank=True, related_name="+")
    landed = models.OneToOneField(
        Idee, models.SET_NULL, null=True, blank=True, related_name="dreamt", verbose_name=_("proposition")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("atterrissage")
        verbose_name_plural = _("atterrissages")
