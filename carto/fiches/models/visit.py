"""Sendings counted by network, without knowing whose: the mark cannot be traced back, and goes within two days."""

from django.contrib.gis.db import models
from django.utils import timezone


class Visit(models.Model):
    """One sending, to the nearest five minutes, under a number drawn at random (carto.fiches.trust.counting).

    `mark` is a keyed hash of a network (carto.fiches.marks), never an address; or the digest of a spent challenge.
    """

    mark = models.CharField(max_length=64)
    what = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "passage"
        verbose_name_plural = "passages"
        indexes = [
            models.Index(fields=["mark", "what", "at"], name="visit_mark"),
            models.Index(fields=["at"], name="visit_at"),
        ]
