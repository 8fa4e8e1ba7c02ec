"""What the council voted: its rows, its text, and each paragraph of it, which one may cite."""

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projets.equipements.models.money import Mirror


class Reading(models.TextChoices):
    """What became of the text of a document."""

    NONE = "none", _("pas de document")
    WAITING = "waiting", _("en cours de lecture")
    READ = "read", _("lu")
    REFUSED = "refused", _("illisible")


class Deliberation(Mirror):
    """One deliberation (SCDL délibérations 2.1.3)."""

    reference = models.CharField(_("numéro"), max_length=120)
    council = models.CharField(_("assemblée"), max_length=300, blank=True)
    on = models.DateField(_("votée le"), null=True, blank=True)
    matter = models.CharField(_("matière"), max_length=300, blank=True)
    objet = models.CharField(_("objet"), max_length=2000)
    budget_year = models.PositiveSmallIntegerField(_("exercice"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("votants"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("pour"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("contre"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    url = models.URLField(_("adresse du document"), max_length=500, blank=True)
    file = models.FileField(_("document"), upload_to="deliberations/", blank=True)
    sha256 = models.CharField(_("empreinte du document"), max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    reading = models.CharField(_("lecture"), max_length=8, choices=Reading, default=Reading.NONE)
    reading_told = models.CharField(_("pourquoi pas lu"), max_length=300, blank=True)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    attached_at = models.DateTimeField(_("document joint le"), null=True, blank=True)

    class Meta:
        verbose_name = _("délibération")
        verbose_name_plural = _("délibérations")
        indexes = [models.Index(fields=["-on"], name="deliberation_on")]

    def __str__(self) -> str:
        return self.objet[:120]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("equipements:deliberations:page", args=[self.pk])


class Paragraphe(models.Model):
    """One paragraph of a document, by its page and its number: what a citation points to."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="paragraphes", verbose_name=_("délibération")
    )
    number = models.PositiveIntegerField(_("numéro"))
    page = models.PositiveSmallIntegerField(_("page"))
    text = models.TextField(_("texte"))
    # Kept by the database (trigger in migration 0003), accents and plurals taken off.
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("paragraphe")
        verbose_name_plural = _("paragraphes")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["deliberation", "number"], name="paragraphe_once")]
        indexes = [GinIndex(fields=["words"], name="paragraphe_words")]
