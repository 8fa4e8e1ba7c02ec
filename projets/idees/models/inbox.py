"""What arrives by SMS, by mail, by voice or pasted from elsewhere: no idea yet, until a person has placed it."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.photo import private_storage
from projets.idees.models.campagne import DIGEST, Campagne
from projets.idees.models.idee import Idee
from projets.idees.querysets import DepecheQuerySet, EnregistrementQuerySet


class Channel(models.TextChoices):
    """The door that it came by; the answer goes back by the same one."""

    SMS = "sms", _("SMS")
    MAIL = "mail", _("courriel")
    VOICE = "voice", _("répondeur")
    PASTED = "pasted", _("recopié d’ailleurs")


class DepecheState(models.TextChoices):
    """What became of a depeche."""

    WAITING = "waiting", _("à placer")
    PLACED = "placed", _("devenu une idée")
    SET_ASIDE = "set_aside", _("mis de côté")
    WITHDRAWN = "withdrawn", _("retiré par son auteur")


class Depeche(models.Model):
    """One message as it came. `sender` is how to answer; it is forgotten with the contacts, the message is not."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    campagne = models.ForeignKey(
        Campagne, models.SET_NULL, null=True, blank=True, related_name="depeches", verbose_name=_("campagne")
    )
    channel = models.CharField(_("canal"), max_length=6, choices=Channel)
    # The other side's own identifier: the same message sent twice is one.
    external_id = models.CharField(_("référence"), max_length=200, blank=True)
    sender = models.CharField(_("expéditeur"), max_length=254, blank=True)
    source = models.CharField(
        _("d’où il vient"), max_length=300, blank=True, help_text=_("l’adresse de la page copiée")
    )
    text = models.TextField(_("texte"), blank=True, max_length=4000)
    state = models.CharField(_("état"), max_length=9, choices=DepecheState, default=DepecheState.WAITING)
    idee = models.ForeignKey(
        Idee, models.SET_NULL, null=True, blank=True, related_name="depeches", verbose_name=_("idée")
    )
    reason = models.CharField(_("raison"), max_length=300, blank=True)
    qualified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    qualified_at = models.DateTimeField(_("placé le"), null=True, blank=True)
    received_at = models.DateTimeField(_("reçu le"), default=timezone.now)

    objects = DepecheQuerySet.as_manager()

    class Meta:
        verbose_name = _("dépêche")
        verbose_name_plural = _("dépêches")
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["received_at"], condition=Q(state="waiting"), name="depeche_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], condition=~Q(external_id=""), name="depeche_once"
            )
        ]


class DepecheReply(models.Model):
    """An answer on its way back by the channel of a dépêche; what could not leave says why, and may be sent again."""

    depeche = models.ForeignKey(Depeche, models.CASCADE, related_name="replies", verbose_name=_("dépêche"))
    text = models.TextField(_("réponse"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), default=timezone.now)
    sent_at = models.DateTimeField(_("parti le"), null=True, blank=True)
    error = models.CharField(_("ce qui a manqué"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("réponse à une dépêche")
        verbose_name_plural = _("réponses aux dépêches")
        ordering = ["at", "pk"]


class RecordingState(models.TextChoices):
    """Who may hear a recording."""

    WAITING = "waiting", _("à écouter")
    SHOWN = "shown", _("à entendre par tous")
    WITHDRAWN = "withdrawn", _("retiré à la demande")


class Enregistrement(models.Model):
    """A voice: on an idea, or left on the answering machine. A person listens first, and writes what is said."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    idee = models.ForeignKey(
        Idee, models.SET_NULL, null=True, blank=True, related_name="enregistrements", verbose_name=_("idée")
    )
    depeche = models.OneToOneField(
        Depeche, models.CASCADE, null=True, blank=True, related_name="enregistrement", verbose_name=_("dépêche")
    )
    # Of an idea not sent yet: the voice is kept with the form that was refused.
    idee_uuid = models.UUIDField(null=True, blank=True, editable=False)
    # Where no web server reads: our own pages hand it out, to those who may hear it.
    file = models.FileField(_("son"), upload_to="voix/", storage=private_storage, blank=True)
    seconds = models.PositiveSmallIntegerField(_("durée (s)"), default=0)
    transcription = models.TextField(_("ce qui est dit"), max_length=4000, blank=True)
    transcribed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("état"), max_length=9, choices=RecordingState, default=RecordingState.WAITING)
    # SHA-256 of the code by which whoever spoke may have it withdrawn.
    digest = models.CharField(max_length=DIGEST, blank=True, editable=False)
    created_at = models.DateTimeField(_("reçu le"), default=timezone.now)

    objects = EnregistrementQuerySet.as_manager()

    class Meta:
        verbose_name = _("enregistrement")
        verbose_name_plural = _("enregistrements")
        ordering = ["created_at", "pk"]
