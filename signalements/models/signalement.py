"""A street problem, the category that says who receives it, and the promise that comes with it."""

from typing import Final

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Service, User
from carto.fiches.models import Fiche, Theme
from signalements.querysets import (
    OPEN_STATES,
    AnnonceQuerySet,
    CategorieQuerySet,
    Promised,
    SignalementQuerySet,
    Urgency,
)
from signalements.workflow import Closing, Status

STATUS_LABELS: dict[Status, str | Promise] = {
    Status.RECEIVED: _("reçu"),
    Status.ACCEPTED: _("pris en charge"),
    Status.PLANNED: _("intervention planifiée"),
    Status.WAITING: _("en attente de précisions"),
    Status.FORWARDED: _("transmis à un autre organisme"),
    Status.TO_CHECK: _("fait, à vérifier"),
    Status.TREATED: _("traité"),
    Status.DECLINED: _("non retenu"),
    Status.REOPENED: _("rouvert"),
}
STATUS_CHOICES = [(status.value, label) for status, label in STATUS_LABELS.items()]

CLOSING_LABELS: dict[Closing, str | Promise] = {
    Closing.MENDED: _("réparé ou nettoyé"),
    Closing.MADE_SAFE: _("mis en sécurité, la suite est prévue"),
    Closing.NOT_FOUND: _("rien trouvé sur place"),
    Closing.NOT_OURS: _("ne dépend pas de la ville"),
    Closing.PRIVATE: _("sur un terrain privé"),
    Closing.WORKS_PLANNED: _("sera fait avec des travaux déjà prévus"),
    Closing.CANNOT: _("ne peut pas être fait"),
}
CLOSING_CHOICES = [(closing.value, label) for closing, label in CLOSING_LABELS.items()]


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
    radius = models.PositiveSmallIntegerField(
        _("rayon (m)"), default=40, help_text=_("plus loin, ce n’est pas le même problème")
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


class Priority(models.IntegerChoices):
    """How pressing it is for the service; never shown to others as a mark on a person or a place."""

    LOW = -1, _("peut attendre")
    NORMAL = 0, _("normale")
    HIGH = 1, _("pressante")


QUEUED: Final = (Promised(), "reported_at", "fiche_ptr")  # the first promised first, then the first reported


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
    answers = models.JSONField(_("réponses"), default=dict, db_default={}, blank=True)  # {code of a question: answer}
    # While the reporter is asked something the clock stands still: on going on, `due_at` moves by as many working days.
    paused_at = models.DateTimeField(_("délai arrêté le"), null=True, blank=True)
    closing = models.CharField(
        _("motif de clôture"), max_length=16, choices=CLOSING_CHOICES, blank=True, default="", db_default=""
    )
    # Whose hands it is in, within the service.
    crew = models.ForeignKey(
        Crew, models.SET_NULL, null=True, blank=True, related_name="signalements", verbose_name=_("équipe")
    )
    assignee = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("confié à")
    )
    priority = models.SmallIntegerField(
        _("priorité"), choices=Priority, default=Priority.NORMAL, db_default=Priority.NORMAL.value
    )
    planned_on = models.DateField(_("intervention prévue le"), null=True, blank=True)
    bounces = models.PositiveSmallIntegerField(_("renvois"), default=0, db_default=0)  # « pas pour nous »
    reopenings = models.PositiveSmallIntegerField(_("réouvertures"), default=0, db_default=0)
    rule = models.ForeignKey(
        "signalements.RoutingRule", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("règle qui l’a orienté"),
    )  # fmt: skip
    # Kept by the database from the history (migration 0003): reading a million events for a delay takes ten seconds.
    treated_at = models.DateTimeField(_("traité la dernière fois le"), null=True, editable=False)

    objects = SignalementQuerySet.as_manager()
    arrived = "signalements.arriving.arrive"

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
            # The desk's orders, each with the key that pages it; those of one service and of one state begin there.
            models.Index(*QUEUED, condition=Q(status__in=OPEN_STATES), name="signalement_promised"),
            models.Index("service", *QUEUED, condition=Q(status__in=OPEN_STATES), name="signalement_promised_by"),
            models.Index("status", *QUEUED, condition=Q(status__in=OPEN_STATES), name="signalement_promised_in"),
            models.Index(Urgency(), *QUEUED, condition=Q(status__in=OPEN_STATES), name="signalement_pressing"),
            models.Index(fields=["service", "-reported_at"], name="signalement_latest_by"),
            models.Index(fields=["status", "-reported_at"], name="signalement_latest_in"),
        ]

    def get_status(self) -> Status:
        """The state, as the workflow names it."""
        return Status(self.status)


class Question(models.Model):
    """One more question that a category asks; an answer may stop the form and say whom to call instead."""

    class Kind(models.TextChoices):
        """How it is answered."""

        CHOICE = "choice", _("un choix")
        SEVERAL = "several", _("plusieurs choix")
        TEXT = "text", _("quelques mots")

    categorie = models.ForeignKey(Categorie, models.CASCADE, related_name="questions", verbose_name=_("catégorie"))
    code = models.SlugField(_("code"))
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("sorte"), max_length=8, choices=Kind, default=Kind.CHOICE)
    # [{"code": "oui", "label": "Oui", "stop": "Appelez le 18"}]; `stop` is what is said instead of sending.
    options = models.JSONField(_("réponses possibles"), default=list, blank=True)
    # Asked only when an earlier question has one of these answers: {"question": "danger", "answers": ["non"]}
    condition = models.JSONField(_("condition"), default=dict, blank=True)
    required = models.BooleanField(_("obligatoire"), default=False)
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["categorie", "code"], name="question_once")]

    def __str__(self) -> str:
        return self.text


class Annonce(models.Model):
    """What a service says before one sends: dated (a strike, frost), or outside its hours."""

    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, verbose_name=_("service"))
    categorie = models.ForeignKey(Categorie, models.CASCADE, null=True, blank=True, verbose_name=_("catégorie"))
    text = models.CharField(_("texte"), max_length=300)
    starts_at = models.DateTimeField(_("du"), null=True, blank=True)
    ends_at = models.DateTimeField(_("au"), null=True, blank=True)
    # Every day between these hours, nights, weekends and public holidays included when `closed_days`.
    from_hour = models.TimeField(_("chaque jour à partir de"), null=True, blank=True)
    until_hour = models.TimeField(_("jusqu’à"), null=True, blank=True)
    closed_days = models.BooleanField(_("aussi week-ends et jours fériés"), default=False)

    objects = AnnonceQuerySet.as_manager()

    class Meta:
        verbose_name = _("annonce")
        verbose_name_plural = _("annonces")

    def __str__(self) -> str:
        return self.text


class Satisfaction(models.Model):
    """What whoever reported thinks of the outcome; one per signalement and closing, without a name."""

    signalement = models.ForeignKey(Signalement, models.CASCADE, related_name="satisfactions")
    satisfied = models.BooleanField(_("satisfait"))
    text = models.TextField(_("pourquoi"), max_length=1000, blank=True)
    treated_at = models.DateTimeField(_("clôture jugée"))
    at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("satisfaction")
        verbose_name_plural = _("satisfactions")
        constraints = [
            models.UniqueConstraint(fields=["signalement", "treated_at"], name="satisfaction_once_a_closing")
        ]
