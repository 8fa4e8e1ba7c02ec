"""What the desk keeps besides the signalements: views, replies ready to send, tasks, links to others, bulk actions."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Service, User
from signalements.models.signalement import CLOSING_CHOICES, STATUS_CHOICES, Categorie, Signalement


class SavedView(models.Model):
    """Filters of the desk under a name: one's own, or those of a whole service."""

    name = models.CharField(_("nom"), max_length=80)
    query = models.CharField(_("filtres"), max_length=2000, blank=True)  # as in the address, without « ? »
    owner = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="views")
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="views")
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("vue")
        verbose_name_plural = _("vues")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(service__isnull=False), name="saved_view_is_somebodys"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReplyTemplate(models.Model):
    """A reply ready to be read again before it is sent, for some categories and a state."""

    name = models.CharField(_("nom"), max_length=80)
    # {titre} {numero} {rue} {service} {date}: anything else between braces is refused when it is saved.
    text = models.TextField(_("texte"), max_length=2000)
    status = models.CharField(_("état"), max_length=12, choices=STATUS_CHOICES, blank=True)
    closing = models.CharField(_("motif de clôture"), max_length=16, choices=CLOSING_CHOICES, blank=True)
    categories = models.ManyToManyField(Categorie, blank=True, related_name="templates", verbose_name=_("catégories"))
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="templates", verbose_name=_("service")
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    active = models.BooleanField(_("proposée"), default=True)

    class Meta:
        verbose_name = _("réponse prête")
        verbose_name_plural = _("réponses prêtes")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class SubTask(models.Model):
    """A part of the work that somebody else does: the signalement is closed once they all are."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("à faire")
        DONE = "done", _("faite")
        DROPPED = "dropped", _("abandonnée")

    signalement = models.ForeignKey(Signalement, models.CASCADE, related_name="tasks")
    title = models.CharField(_("quoi"), max_length=140)
    text = models.TextField(_("détails"), max_length=2000, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="tasks", verbose_name=_("service"))
    crew = models.ForeignKey(
        Crew, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("équipe")
    )
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.OPEN)
    outcome = models.CharField(_("ce qui a été fait"), max_length=500, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("tâches")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["service", "due_on"], condition=Q(state="open"), name="subtask_open")]


class Forwarding(models.Model):
    """A secret link by which a contractor or another body sees one signalement, answers, and says that it is done."""

    signalement = models.ForeignKey(Signalement, models.CASCADE, related_name="forwardings")
    organisation = models.CharField(_("organisme"), max_length=120)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    contractor = models.BooleanField(_("prestataire de la ville"), default=False)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the link's secret
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("transmission")
        verbose_name_plural = _("transmissions")
        ordering = ["-sent_at"]


class Bulk(models.Model):
    """One action on many signalements: previewed, done by the worker step by step, undone as a whole."""

    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    action = models.JSONField()  # {"do": "assign", …}, as its form made it
    query = models.CharField(max_length=2000, blank=True)  # the view that it was chosen from
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("action groupée")
        verbose_name_plural = _("actions groupées")
        ordering = ["-created_at"]


class BulkItem(models.Model):
    """One signalement of a bulk action: what it was before, and what went wrong when something did."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("en attente")
        DONE = "done", _("fait")
        FAILED = "failed", _("impossible")
        UNDONE = "undone", _("annulé")
        KEPT = "kept", _("changé depuis, laissé")

    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="items")
    signalement = models.ForeignKey(Signalement, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("élément d’une action groupée")
        verbose_name_plural = _("éléments d’une action groupée")
        constraints = [models.UniqueConstraint(fields=["bulk", "signalement"], name="bulk_item_once")]
