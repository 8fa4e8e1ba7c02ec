"""Other systems: keys for programs that write here, servers that we send to, addresses that are told what happens."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Service
from carto.fiches.models import Evenement
from signalements.models.signalement import Categorie, Signalement


class ApiKey(models.Model):
    """Lets a program write; only the SHA-256 of the key is kept, it is shown once."""

    name = models.CharField(_("pour qui"), max_length=120)
    email = models.EmailField(_("contact technique"), blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # May send updates on what this service answers for; without one it only reports.
    service = models.ForeignKey(Service, models.SET_NULL, null=True, blank=True, verbose_name=_("agit pour"))
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("clé d’API")
        verbose_name_plural = _("clés d’API")

    def __str__(self) -> str:
        return self.name


class RemoteServer(models.Model):
    """An Open311 server that some of our reports are sent on to, and whose updates come back."""

    name = models.CharField(_("nom"), max_length=120)
    url = models.URLField(_("adresse"), help_text=_("jusqu’à /v2/ compris"))
    jurisdiction = models.CharField(_("juridiction"), max_length=120, blank=True)
    api_key = models.CharField(_("clé"), max_length=200, blank=True)  # theirs: it has to be sent as it is
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="servers", verbose_name=_("service"),
        help_text=_("ce qu’il reçoit leur est envoyé"),
    )  # fmt: skip
    active = models.BooleanField(_("active"), default=True)
    pulled_until = models.DateTimeField(null=True, blank=True, editable=False)
    error = models.CharField(_("dernier échec"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("serveur Open311")
        verbose_name_plural = _("serveurs Open311")

    def __str__(self) -> str:
        return self.name


class RemoteCode(models.Model):
    """What one of our categories is called by another server."""

    server = models.ForeignKey(RemoteServer, models.CASCADE, related_name="codes")
    categorie = models.ForeignKey(Categorie, models.CASCADE, related_name="+")
    code = models.CharField(_("service_code"), max_length=120)

    class Meta:
        verbose_name = _("code de service")
        verbose_name_plural = _("codes de service")
        constraints = [models.UniqueConstraint(fields=["server", "categorie"], name="remote_code_once")]


class Sending(models.Model):
    """One signalement on its way to another server: what failed is said, and tried again."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("à envoyer")
        TOKEN = "token", _("reçu, numéro attendu")  # the server gave one instead of a number
        SENT = "sent", _("envoyé")
        FAILED = "failed", _("abandonné")

    signalement = models.ForeignKey(Signalement, models.CASCADE, related_name="sendings")
    server = models.ForeignKey(RemoteServer, models.CASCADE, related_name="sendings")
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=500, blank=True)
    token = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        constraints = [models.UniqueConstraint(fields=["signalement", "server"], name="sending_once")]
        indexes = [models.Index(fields=["next_at"], condition=Q(state__in=["waiting", "token"]), name="sending_due")]


class ReceivedUpdate(models.Model):
    """An update that another system sent: taken once, whatever is sent again."""

    source = models.CharField(max_length=60)  # « server:3 » or « key:5 »
    update_id = models.CharField(max_length=200)
    signalement = models.ForeignKey(Signalement, models.CASCADE, related_name="+")
    evenement = models.ForeignKey(Evenement, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "update_id"], name="received_update_once")]


class Webhook(models.Model):
    """An address that is told of public lines of history, signed with a secret that both know."""

    name = models.CharField(_("nom"), max_length=120)
    url = models.URLField(_("adresse"))
    secret = models.CharField(max_length=120, editable=False)
    kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("couches"))
    whats = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("faits"))
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, verbose_name=_("service"))
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One line of history on its way to one address."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("à envoyer")
        DONE = "done", _("reçu")
        FAILED = "failed", _("abandonné")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    evenement = models.ForeignKey(Evenement, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "evenement"], name="delivery_once")]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_due")]
