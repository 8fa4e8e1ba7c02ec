"""Who follows a fiche, by which door, and the messages that left."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.alertes.querysets import AbonnementQuerySet, MessageQuerySet
from carto.fiches.models import Evenement, Fiche


class Channel(models.TextChoices):
    """By which door a message comes; Atom feeds need no subscription."""

    MAIL = "mail", _("e-mail")
    PUSH = "push", _("notification")


class Rhythm(models.TextChoices):
    """How often."""

    NOW = "now", _("tout de suite")
    DAILY = "daily", _("une fois par jour")
    WEEKLY = "weekly", _("une fois par semaine")


class Abonnement(models.Model):
    """Following one fiche. A push one holds no identity: an address of the browser's own push service, and its keys."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="abonnements", verbose_name=_("fiche"))
    channel = models.CharField(_("par"), max_length=4, choices=Channel)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="abonnements"
    )
    email = models.EmailField(_("adresse e-mail"), blank=True)
    endpoint = models.URLField(max_length=1000, blank=True)
    keys = models.JSONField(default=dict, blank=True)
    is_reporter = models.BooleanField(_("a envoyé la fiche"), default=False)
    rhythm = models.CharField(_("rythme"), max_length=6, choices=Rhythm, default=Rhythm.NOW)
    # Nothing arrives between the two, in the city's time zone; the same hour twice: no quiet hours.
    quiet_from = models.TimeField(_("silence à partir de"), default=time(21, 0))
    quiet_until = models.TimeField(_("jusqu’à"), default=time(8, 0))
    language = models.CharField(_("langue"), max_length=8, default="fr")
    created_at = models.DateTimeField(_("depuis le"), default=timezone.now)
    # A stranger's address follows only once its owner has said so, from a link that we send there.
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("échecs de suite"), default=0)

    objects = AbonnementQuerySet.as_manager()

    class Meta:
        verbose_name = _("abonnement")
        verbose_name_plural = _("abonnements")
        constraints = [
            models.UniqueConstraint(fields=["fiche", "email"], condition=~Q(email=""), name="abonnement_mail_once"),
            models.UniqueConstraint(
                fields=["fiche", "endpoint"], condition=~Q(endpoint=""), name="abonnement_push_once"
            ),
        ]

    @property
    def address(self) -> str:
        """Where it goes: a mailbox, or a browser."""
        return self.email or self.endpoint


class Message(models.Model):
    """One line of history on its way to one follower; the pair is unique, so that a retry never says it twice."""

    abonnement = models.ForeignKey(Abonnement, models.CASCADE, related_name="messages")
    evenement = models.ForeignKey(Evenement, models.CASCADE, related_name="+")
    due_at = models.DateTimeField(_("à envoyer le"))
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.UniqueConstraint(fields=["abonnement", "evenement"], name="message_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None), name="message_waiting")]
