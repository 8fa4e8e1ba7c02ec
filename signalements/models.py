"""A street problem, the category that says who receives it, and the promise that comes with it."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service
from carto.fiches.models import Fiche, Theme
from signalements.querysets import OPEN_STATES, CategorieQuerySet, SignalementQuerySet
from signalements.workflow import Status

STATUS_LABELS: dict[Status, str | Promise] = {
    Status.RECEIVED: _("reçu"),
    Status.ACCEPTED: _("pris en charge"),
    Status.PLANNED: _("intervention planifiée"),
    Status.WAITING: _("en attente de précisions"),
    Status.FORWARDED: _("transmis à un autre organisme"),
    Status.TREATED: _("traité"),
    Status.DECLINED: _("non retenu"),
    Status.REOPENED: _("rouvert"),
}
STATUS_CHOICES = [(status.value, label) for status, label in STATUS_LABELS.items()]


class Categorie(models.Model):
    """A sort of problem in everyday words, with the service that receives it; loaded by `load_categories`."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("nom"), max_length=80)
    family = models.CharField(_("famille"), max_length=60)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="categories", verbose_name=_("thème"))
    icon = models.SlugField(_("icône"), help_text=_("nom d’une icône Maki"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="categories", verbose_name=_("service"))
    deadline_days = models.PositiveSmallIntegerField(_("délai (jours ouvrés)"), null=True, blank=True)
    words = models.TextField(
        _("mots de tous les jours"), blank=True, help_text=_("séparés par des virgules : trou, nid-de-poule, cassé…")
    )
    notice = models.CharField(
        _("consigne"), max_length=300, blank=True, help_text=_("dite avant l’envoi : un danger, un autre numéro")
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    active = models.BooleanField(_("proposée"), default=True)

    objects = CategorieQuerySet.as_manager()

    class Meta:
        verbose_name = _("catégorie")
        verbose_name_plural = _("catégories")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Signalement(Fiche):
    """A street problem, followed until it is treated. The sort keys of the queue live here, not on the fiche.

    A join of a million rows ordered by a column of the other table would read them all. `stage` on the fiche always
    follows `status` (workflow.STAGES); only `actions` writes either.
    """

    categorie = models.ForeignKey(Categorie, models.PROTECT, related_name="signalements", verbose_name=_("catégorie"))
    status = models.CharField(_("état"), max_length=12, choices=STATUS_CHOICES, default=Status.RECEIVED.value)
    service = models.ForeignKey(Service, models.PROTECT, related_name="signalements", verbose_name=_("service"))
    reported_at = models.DateTimeField(_("signalé le"))
    due_at = models.DateTimeField(_("réponse promise pour le"), null=True, blank=True)
    # Kept by the database from the history (migration 0003): reading a million events for a delay takes ten seconds.
    treated_at = models.DateTimeField(_("traité la dernière fois le"), null=True, editable=False)

    objects = SignalementQuerySet.as_manager()

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["-reported_at", "-pk"]
        indexes = [
            models.Index(
                fields=["service", "due_at", "reported_at"],
                condition=Q(status__in=OPEN_STATES),
                name="signalement_queue",
            ),
            models.Index(fields=["due_at"], condition=Q(status__in=OPEN_STATES), name="signalement_due"),
            models.Index(fields=["categorie", "-reported_at"], name="signalement_categorie_latest"),
            models.Index(fields=["-reported_at"], name="signalement_latest"),
        ]

    def get_status(self) -> Status:
        """The state, as the workflow names it."""
        return Status(self.status)
