"""What comes back or lasts on one street, looked at as a whole beside the reports themselves."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service, User
from carto.fiches.models import Fiche
from carto.territoires.models import Rue
from signalements.models.signalement import Signalement


class Etude(models.Model):
    """The reports of one street that a planning service looks at together; its outcome is told on each of them.

    They stay with the service that has them: what is urgent is made safe meanwhile, and their promise runs.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("à regarder")
        UNDER_WAY = "under_way", _("étude en cours")
        PLANNED = "planned", _("travaux prévus")
        OPPORTUNITY = "opportunity", _("ouvert aux habitants")
        REFUSED = "refused", _("sans suite")

    service = models.ForeignKey(Service, models.PROTECT, related_name="studies", verbose_name=_("service"))
    rue = models.ForeignKey(Rue, models.SET_NULL, null=True, blank=True, related_name="studies", verbose_name=_("rue"))
    place = models.CharField(_("lieu"), max_length=240)  # in words: streets are loaded again, studies stay
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.WAITING)
    text = models.TextField(_("ce qui en est dit"), max_length=2000, blank=True)
    works_on = models.DateField(_("travaux à partir du"), null=True, blank=True)
    opportunite = models.ForeignKey(
        Fiche, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("opportunité")
    )
    opened_at = models.DateTimeField(_("ouverte le"), default=timezone.now)
    changed_at = models.DateTimeField(_("changée le"), default=timezone.now)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("étude")
        verbose_name_plural = _("études")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "rue", "place"], condition=Q(state__in=["waiting", "under_way"]),
                nulls_distinct=False, name="etude_one_open",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.place


class EtudeItem(models.Model):
    """One report of a study, and why it is there."""

    class Why(models.TextChoices):
        """What brought it."""

        ALWAYS = "always", _("permanent")
        OFTEN = "often", _("fréquent")
        RECURRENCE = "recurrence", _("revient au même endroit")

    etude = models.ForeignKey(Etude, models.CASCADE, related_name="items")
    signalement = models.ForeignKey(Signalement, models.CASCADE, related_name="studied")
    why = models.CharField(_("pourquoi"), max_length=10, choices=Why)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signalement d’une étude")
        verbose_name_plural = _("signalements d’une étude")
        constraints = [models.UniqueConstraint(fields=["etude", "signalement"], name="etude_item_once")]
