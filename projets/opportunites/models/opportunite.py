"""An opportunité: a topic on which city and residents can work together, at the scale where it makes sense."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service
from carto.fiches.models import Fiche
from projets.opportunites.querysets import OpportuniteQuerySet
from projets.opportunites.workflow import Status

STATUS_LABELS: dict[Status, str | Promise] = {
    Status.SPOTTED: _("repérée"),
    Status.CARRIED: _("portée"),
    Status.DIAGNOSIS: _("co-diagnostic"),
    Status.EXPERTISE: _("appel aux expertises"),
    Status.CONTRIBUTION: _("contributions"),
    Status.CONSTRUCTION: _("construction commune"),
    Status.DECIDED: _("décidée"),
    Status.DELIVERED: _("réalisée"),
    Status.SET_ASIDE: _("mise de côté"),
}
STATUS_CHOICES = [(status.value, label) for status, label in STATUS_LABELS.items()]


class Scale(models.TextChoices):
    """How far it reaches."""

    RUE = "rue", _("la rue")
    QUARTIER = "quartier", _("le quartier")
    METROPOLE = "metropole", _("la métropole")


class PutBy(models.TextChoices):
    """Where the topic comes from: all of them wait in one queue, with one clock."""

    COMPUTED = "computed", _("la carte elle-même")
    RESIDENT = "resident", _("un habitant")
    REFERENT = "referent", _("un référent de quartier")
    SERVICE = "service", _("un service de la ville")


class Opportunite(Fiche):
    """What could be done together, what is open to decision and what is not. Its stage follows `status`."""

    scale = models.CharField(_("échelle"), max_length=10, choices=Scale)
    status = models.CharField(_("état"), max_length=12, choices=STATUS_CHOICES, default=Status.SPOTTED.value)
    question = models.CharField(_("la question posée"), max_length=300)
    open_to_decision = models.TextField(
        _("ce qui est ouvert"), blank=True, max_length=2000, help_text=_("un point par ligne")
    )
    closed_to_decision = models.TextField(
        _("ce qui ne l’est pas"), blank=True, max_length=2000, help_text=_("un point par ligne, et pourquoi")
    )
    referent = models.CharField(_("qui porte le sujet"), max_length=160, blank=True)
    phase_starts = models.DateField(_("début de la phase"), null=True, blank=True)
    phase_ends = models.DateField(_("fin de la phase"), null=True, blank=True)
    put_by = models.CharField(_("proposé par"), max_length=10, choices=PutBy, blank=True, default="", editable=False)
    # Who answers for it, a person or a service; `referent` says so in words.
    carrier = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("personne qui porte"),
    )  # fmt: skip
    carrier_service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("service qui porte"),
    )  # fmt: skip
    # Since when it waits for somebody to carry it or to set it aside: the clock of the answer starts there.
    waiting_since = models.DateTimeField(_("attend depuis"), null=True, blank=True, editable=False)
    # What the candidate told on the day when it was taken up: its signals, its score, the version of the formula.
    counted = models.JSONField(_("ce qui était compté"), default=dict, blank=True, editable=False)

    objects = OpportuniteQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunité")
        verbose_name_plural = _("opportunités")
        indexes = [models.Index(fields=["scale", "status"], name="opportunite_scale")]
        constraints = [
            models.CheckConstraint(
                condition=Q(phase_starts__isnull=True)
                | Q(phase_ends__isnull=True)
                | Q(phase_ends__gte=F("phase_starts")),
                name="opportunite_phase_dates",
                violation_error_message=_("Une phase finit après avoir commencé."),
            ),
        ]
