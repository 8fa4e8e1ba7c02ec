"""Who follows a fiche or a place, by which door, and the messages that left."""

import hashlib
from datetime import time
from uuid import UUID

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.alertes.querysets import AbonnementQuerySet, MessageQuerySet
from carto.fiches.models import Evenement, Fiche, Kind


class Channel(models.TextChoices):
    """By which door a message comes; Atom feeds need no subscription."""

    MAIL = "mail", _("e-mail")
    PUSH = "push", _("notification")


class Rhythm(models.TextChoices):
    """How often."""

    NOW = "now", _("tout de suite")
    DAILY = "daily", _("une fois par jour")
    WEEKLY = "weekly", _("une fois par semaine")


class Heard(models.TextChoices):
    """What one may want to hear of a place: new fiches of each kind, what is decided, works."""

    SIGNALEMENTS = Kind.SIGNALEMENT.value, _("les nouveaux signalements")
    IDEES = Kind.IDEE.value, _("les nouvelles idées")
    EQUIPEMENTS = Kind.EQUIPEMENT.value, _("les nouveaux équipements")
    OPPORTUNITES = Kind.OPPORTUNITE.value, _("les nouvelles opportunités")
    DECISIONS = "decisions", _("les décisions et les réunions")
    WORKS = "works", _("les travaux")


class Abonnement(models.Model):
    """Following one fiche, or a place (its `zone`). A push one holds no identity: an address of the browser's own push
    service, and its keys.
    """

    fiche = models.ForeignKey(
        Fiche, models.CASCADE, null=True, blank=True, related_name="abonnements", verbose_name=_("fiche")
    )
    # Of a place: the digest of what is followed, so that the same is followed once; empty for a fiche.
    selection = models.CharField(max_length=64, blank=True, default="", editable=False)
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
            models.UniqueConstraint(
                fields=["email", "selection"],
                condition=~Q(selection="") & ~Q(email=""),
                name="abonnement_place_mail_once",
            ),
            models.UniqueConstraint(
                fields=["endpoint", "selection"],
                condition=~Q(selection="") & ~Q(endpoint=""),
                name="abonnement_place_push_once",
            ),
            models.CheckConstraint(
                condition=(Q(fiche__isnull=False) & Q(selection="")) | (Q(fiche__isnull=True) & ~Q(selection="")),
                name="abonnement_fiche_or_place",
            ),
        ]

    @property
    def address(self) -> str:
        """Where it goes: a mailbox, or a browser."""
        return self.email or self.endpoint

    @property
    def about(self) -> str:
        """What is followed, by its name: the fiche's title, or the place's."""
        return self.fiche.title if self.fiche_id else self.zone.name


class Zone(models.Model):
    """The place that an abonnement follows: a street or territory by its code, a circle or a drawn area, or everywhere.

    Codes, not rows: streets read again and borders that change keep their followers.
    """

    abonnement = models.OneToOneField(Abonnement, models.CASCADE, primary_key=True, related_name="zone")
    name = models.CharField(_("nom"), max_length=200)
    code = models.CharField(_("rue ou territoire"), max_length=160, blank=True, db_index=True)
    # A point or a polygon (4326); whatever lies within `reach` metres of it is followed: 0 for a polygon.
    geom = models.GeometryField(_("lieu"), srid=4326, null=True, blank=True, spatial_index=False)
    geom_metres = models.GeneratedField(
        expression=Transform("geom", settings.CARTO_SRID_METRES),
        db_persist=True,
        editable=False,
        output_field=models.GeometryField(srid=settings.CARTO_SRID_METRES, null=True, spatial_index=False),
    )
    reach = models.PositiveIntegerField(_("rayon (m)"), default=0)
    themes = ArrayField(models.SlugField(), verbose_name=_("thèmes"), default=list, blank=True)  # codes; none: all
    hears = ArrayField(models.CharField(max_length=12, choices=Heard), verbose_name=_("de quoi"))

    class Meta:
        verbose_name = _("lieu suivi")
        verbose_name_plural = _("lieux suivis")
        indexes = [
            # The circle's own box: what decides which circles a new fiche may lie in.
            GistIndex(
                Func(F("geom_metres"), F("reach"), function="ST_Expand", output_field=models.GeometryField()),
                name="zone_expanded",
            ),
            models.Index(fields=["abonnement"], condition=Q(code="", geom__isnull=True), name="zone_everywhere"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(code="") | Q(geom__isnull=True), name="zone_one_place"),
            models.CheckConstraint(condition=Q(geom__isnull=True) | Q(geom__isvalid=True), name="zone_geom_valid"),
            models.CheckConstraint(condition=Q(hears__len__gt=0), name="zone_hears_something"),
        ]

    def __str__(self) -> str:
        return self.name


class Deplacement(models.Model):
    """Where a fiche was before it was moved, written by the database: whoever follows that place has heard of it."""

    # The database goes on by itself (0002): whoever deletes a fiche by a statement of theirs is not held back by it.
    fiche = models.ForeignKey(Fiche, models.CASCADE, db_constraint=False, related_name="deplacements")
    geom = models.GeometryField(srid=4326, spatial_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("déplacement")
        verbose_name_plural = _("déplacements")
        indexes = [models.Index(fields=["at"], name="deplacement_at")]


def mark_of(address: str) -> UUID:
    """A mailbox or browser in sixteen bytes; the database makes the same of it (`md5(address)::uuid`)."""
    return UUID(hashlib.md5(address.encode(), usedforsecurity=False).hexdigest())


class Message(models.Model):
    """One line of history on its way to one address: once, whichever of its abonnements asks for it.

    `news` names the fiche when the message says that it is new at a place: an address hears that once, whatever line
    makes it true (sent, published, moved there).
    """

    abonnement = models.ForeignKey(Abonnement, models.CASCADE, related_name="messages")
    # What makes them unique begins with them: an index of their own would only be one more to write, for each message.
    evenement = models.ForeignKey(Evenement, models.CASCADE, related_name="messages", db_index=False)
    # The line's own fiche, which the line's constraint keeps: checked a second time, it would only be slower.
    news = models.ForeignKey(
        Fiche, models.CASCADE, null=True, related_name="news_messages", db_index=False, db_constraint=False
    )
    mark = models.UUIDField(_("empreinte de l’adresse"))  # mark_of(abonnement.address)
    heard = models.CharField(max_length=12, choices=Heard, blank=True, default="")  # why; empty for a fiche one follows
    due_at = models.DateTimeField(_("à envoyer le"))
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            # The line first: all that one line says to thousands is written side by side.
            models.UniqueConstraint(fields=["evenement", "mark"], name="message_once_an_address"),
            models.UniqueConstraint(fields=["news", "mark"], name="message_new_once"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None), name="message_waiting")]
