"""Where figures and places come from: a file that is published again and again, each reading of it, and its rows."""

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import Storage, storages
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.equipements.models.organisme import Organisme

SHA256 = 64  # characters of a checksum


def private_storage() -> Storage:
    """Where no web server reads: a file may be only looked at, or hold what was refused. Pages give what is open."""
    return storages["private"]


class Matter(models.TextChoices):
    """What the rows of a source are."""

    FACILITY = "facility", _("équipements")
    BUDGET = "budget", _("lignes de budget")
    CONTRACT = "contract", _("marchés et concessions")
    SUBSIDY = "subsidy", _("subventions")
    DELIBERATION = "deliberation", _("délibérations")
    WORKS = "works", _("travaux prévus")
    USAGE = "usage", _("usages")
    PURCHASE = "purchase", _("achats prévus")
    COST = "cost", _("coûts")


class Source(models.Model):
    """A file or an address that somebody publishes. Its mapping is kept, so that the next reading asks nothing."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    title = models.CharField(_("titre"), max_length=200)
    matter = models.CharField(_("contenu"), max_length=12, choices=Matter)
    # The reader's code (projets.equipements.imports.formats): scdl-equipements, decp, opendatasoft, table…
    format = models.SlugField(_("format"), max_length=40)
    organisme = models.ForeignKey(
        Organisme, models.PROTECT, null=True, blank=True, related_name="sources", verbose_name=_("publié par")
    )
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    about = models.TextField(_("comment ces chiffres sont faits"), max_length=2000, blank=True)
    # {our field: their column}, options (delimiter, decimal, srid, swapped axes…): what a person settled once.
    mapping = models.JSONField(_("correspondance"), default=dict, blank=True)
    columns = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("colonnes"))
    # West, south, east, north in degrees (SRID 4326): what lies outside is proposed for a second look, not placed.
    extent = ArrayField(models.FloatField(), size=4, null=True, blank=True, verbose_name=_("étendue attendue"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("ajoutée le"), default=timezone.now)
    demonstration = models.BooleanField(_("démonstration"), default=False, editable=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ImportState(models.TextChoices):
    """What became of one reading."""

    PREVIEW = "preview", _("aperçu")
    DONE = "done", _("fait")
    REFUSED = "refused", _("refusé")
    DROPPED = "dropped", _("abandonné")


class Import(models.Model):
    """One reading of a source: which file exactly, what it brought, what it could not read, what had changed."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="imports", verbose_name=_("source"))
    state = models.CharField(_("état"), max_length=8, choices=ImportState, default=ImportState.PREVIEW)
    file = models.FileField(_("fichier"), upload_to="imports/", storage=private_storage, blank=True)
    name = models.CharField(_("nom du fichier"), max_length=200, blank=True)
    url = models.URLField(_("lu à l’adresse"), max_length=500, blank=True)
    sha256 = models.CharField(_("empreinte"), max_length=SHA256, blank=True)
    size = models.PositiveBigIntegerField(_("taille (octets)"), default=0)
    # Counts (read, new, changed, same, rejected, withdrawn) and drift (columns added, gone, renamed?), as shown.
    report = models.JSONField(_("rapport"), default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at", "-pk"]


class Ligne(models.Model):
    """One row of a source, untouched. What a person tied to it stays tied whatever later readings bring."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="lignes", verbose_name=_("source"))
    # What the source itself calls the row; made of its columns where it has no name for it.
    key = models.CharField(_("clef"), max_length=300)
    data = models.JSONField(_("contenu"))
    sha256 = models.CharField(_("empreinte"), max_length=SHA256)
    number = models.PositiveIntegerField(_("numéro dans le fichier"), default=0)
    first_import = models.ForeignKey(Import, models.PROTECT, related_name="+", verbose_name=_("premier import"))
    last_import = models.ForeignKey(Import, models.PROTECT, related_name="lignes", verbose_name=_("dernier import"))
    # Not in the last file any more: what it fed says so, and keeps it.
    withdrawn_at = models.DateTimeField(_("absente depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("ligne de source")
        verbose_name_plural = _("lignes de source")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="ligne_once")]
        indexes = [models.Index(fields=["source", "number"], name="ligne_order")]

    def __str__(self) -> str:
        return self.key


class LigneVersion(models.Model):
    """What a row said before a later file changed it."""

    ligne = models.ForeignKey(Ligne, models.CASCADE, related_name="versions", verbose_name=_("ligne"))
    data = models.JSONField(_("contenu"))
    sha256 = models.CharField(_("empreinte"), max_length=SHA256)
    until = models.ForeignKey(Import, models.PROTECT, related_name="+", verbose_name=_("changée par"))

    class Meta:
        verbose_name = _("version d’une ligne")
        verbose_name_plural = _("versions d’une ligne")
        ordering = ["-pk"]


class Rejet(models.Model):
    """A row that could not be taken, as it was, with the reasons: given back as a file."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="rejets", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("numéro dans le fichier"))
    data = models.JSONField(_("contenu"))
    reasons = ArrayField(models.CharField(max_length=300), verbose_name=_("raisons"))
    # What its reader called it, the print of its contents, and how many of the same print its file had down to it: by
    # these a later reading knows it again, and takes what a person made of it (Correction).
    key = models.CharField(_("clef"), max_length=300, default="", db_default="")
    sha256 = models.CharField(_("empreinte"), max_length=SHA256, default="", db_default="")
    nth = models.PositiveIntegerField(default=1, db_default=1)
    repeated = models.BooleanField(_("identifiant déjà pris plus haut"), default=False, db_default=False)
    # A correction that would make it right (swapped axes…), for a person to accept.
    proposed = models.JSONField(_("correction proposée"), null=True, blank=True)
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("ligne refusée")
        verbose_name_plural = _("lignes refusées")
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["of"], condition=Q(settled_at=None), name="rejet_open")]
