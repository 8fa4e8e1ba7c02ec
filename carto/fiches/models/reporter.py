"""The person behind a fiche: how to reach them, and the links that are theirs. Apart, so that it can be purged."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.fiche import Fiche


class Contact(models.Model):
    """How to reach the person behind a fiche; apart, so that it can be purged without touching the fiche."""

    fiche = models.OneToOneField(Fiche, models.CASCADE, related_name="contact")
    email = models.EmailField(_("adresse e-mail"), blank=True)
    # Of whoever called or came to the counter, and of a program that sends for somebody; the site does not ask.
    name = models.CharField(_("nom"), max_length=120, blank=True, default="", db_default="")
    phone = models.CharField(_("téléphone"), max_length=40, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")


class SecretLink(models.Model):
    """A link that follows a fiche without an account; only the SHA-256 of its token is kept."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="secret_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lien secret")
        verbose_name_plural = _("liens secrets")
