"""Pictures: nobody but their sender and the moderation sees one before a person has looked at it."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.core.files.storage import Storage, storages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.fiche import Fiche
from carto.fiches.querysets import PhotoQuerySet


class PhotoState(models.TextChoices):
    """Who sees it."""

    WAITING = "waiting", _("à vérifier")
    SHOWN = "shown", _("publiée")
    REFUSED = "refused", _("refusée")


class Moment(models.TextChoices):
    """What it proves."""

    BEFORE = "before", _("avant")
    AFTER = "after", _("après")


def private_storage() -> Storage:
    """Where no web server reads: what nobody has looked at yet, and what was blurred since."""
    return storages["private"]


class Photo(models.Model):
    """A picture of a fiche, re-encoded and without metadata.

    `original` (private) is what the sender sees; `image` and `thumbnail` (public) exist once it is SHOWN, blurred where
    `zones` say. `fiche` is empty while a form keeps it for the person: `fiche_uuid` then says for whom.
    """

    # Made by the client, random: it makes an upload resumable, and opens the picture to who sent it: on no public page.
    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    fiche = models.ForeignKey(Fiche, models.CASCADE, null=True, related_name="photos", verbose_name=_("fiche"))
    fiche_uuid = models.UUIDField(db_index=True)
    state = models.CharField(_("état"), max_length=8, choices=PhotoState, default=PhotoState.WAITING)
    moment = models.CharField(_("moment"), max_length=6, choices=Moment, default=Moment.BEFORE)
    original = models.ImageField(
        _("original"),
        upload_to="photos/%Y/%m/",
        storage=private_storage,
        blank=True,
        width_field="width",
        height_field="height",
    )
    image = models.ImageField(_("image"), upload_to="photos/%Y/%m/", blank=True)
    thumbnail = models.ImageField(_("vignette"), upload_to="photos/%Y/%m/", blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # Rectangles [left, top, width, height] as shares of the picture, 0 to 1: drawn by the detector, kept by a person.
    suggested = models.JSONField(_("zones proposées"), default=list)
    zones = models.JSONField(_("zones floutées"), default=list)
    description = models.CharField(_("description"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    reviewed_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(state="waiting"), name="photo_waiting"),
        ]
