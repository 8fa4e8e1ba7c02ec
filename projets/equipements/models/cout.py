"""What a facility costs, as rows: each says what kind of figure it is, and is never added to one of another kind."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.equipements.models.equipement import Equipement
from projets.equipements.models.organisme import Organisme
from projets.equipements.models.rattachement import Rattachement
from projets.equipements.models.source import Ligne
from projets.equipements.querysets import CoutQuerySet


class Cout(models.Model):
    """One figure about one facility. Two kinds, two purposes or two tax bases are never added up.

    A line without an amount says « coût non publié »: silence is data too. A line with one says its year, tax basis and
    source, or the database refuses it.
    """

    class Kind(models.TextChoices):
        """How far the money had come when the figure was written."""

        ESTIMATED = "estimated", _("estimé")
        VOTED = "voted", _("voté")
        NOTIFIED = "notified", _("notifié")
        PAID = "paid", _("payé")
        REALISED = "realised", _("coût final")
        RUNNING = "running", _("par an")

    class Purpose(models.TextChoices):
        """What the money paid for."""

        STUDY = "study", _("études")
        CONSTRUCTION = "construction", _("construction")
        RENOVATION = "renovation", _("rénovation")
        EQUIPMENT = "equipment", _("aménagement")
        RUNNING = "running", _("fonctionnement")

    class Basis(models.TextChoices):
        """With or without tax; published figures often do not say."""

        HT = "ht", _("HT")
        TTC = "ttc", _("TTC")
        UNKNOWN = "unknown", _("HT ou TTC : non précisé")

    class Method(models.TextChoices):
        """How the figure came to be this place's."""

        PUBLISHED = "published", _("publié pour ce lieu")
        LINKED = "linked", _("rattaché à la main")
        APPORTIONED = "apportioned", _("part d’un montant plus large")

    class Confidence(models.TextChoices):
        """How sure one may be of it."""

        HIGH = "high", _("sûr")
        MEDIUM = "medium", _("probable")
        LOW = "low", _("à vérifier")

    class State(models.TextChoices):
        """Whether it still holds; what does not is kept and shown as such."""

        PROPOSED = "proposed", _("proposé")
        CONFIRMED = "confirmed", _("confirmé")
        CONTESTED = "contested", _("contesté")
        SUPERSEDED = "superseded", _("remplacé")

    equipement = models.ForeignKey(Equipement, models.CASCADE, related_name="couts", verbose_name=_("équipement"))
    kind = models.CharField(_("nature du chiffre"), max_length=12, choices=Kind, default=Kind.REALISED)
    purpose = models.CharField(_("ce qui est payé"), max_length=12, choices=Purpose, default=Purpose.CONSTRUCTION)
    amount = models.DecimalField(
        _("montant (€)"), max_digits=14, decimal_places=2, null=True, blank=True, help_text=_("vide : coût non publié")
    )
    year = models.PositiveSmallIntegerField(_("année du chiffre"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(
        _("jusqu’à l’année"), null=True, blank=True, help_text=_("quand le montant couvre plusieurs années")
    )
    basis = models.CharField(_("HT ou TTC"), max_length=8, choices=Basis, blank=True)
    about = models.CharField(_("ce que le chiffre couvre"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("adresse de la source"), blank=True)
    ligne = models.ForeignKey(
        Ligne, models.SET_NULL, null=True, blank=True, related_name="couts", verbose_name=_("ligne de source")
    )
    rattachement = models.OneToOneField(
        Rattachement, models.SET_NULL, null=True, blank=True, related_name="cout", verbose_name=_("rattachement")
    )
    method = models.CharField(_("méthode"), max_length=12, choices=Method, default=Method.PUBLISHED)
    share = models.DecimalField(_("part"), max_digits=5, decimal_places=4, null=True, blank=True)
    confidence = models.CharField(_("confiance"), max_length=6, choices=Confidence, default=Confidence.HIGH)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.CONFIRMED)
    state_reason = models.CharField(_("pourquoi"), max_length=500, blank=True)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="supersedes")
    publisher = models.ForeignKey(
        Organisme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("publié par")
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(_("saisi le"), default=timezone.now)

    objects = CoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("coût")
        verbose_name_plural = _("coûts")
        ordering = ["kind", "purpose", "year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True)
                | (Q(amount__gt=0) & Q(year__isnull=False) & ~Q(basis="") & ~Q(source="")),
                name="cout_amount_sourced",
                violation_error_message=_("Un montant dit son année, s’il est HT ou TTC, et sa source."),
            ),
            models.CheckConstraint(
                condition=Q(kind="running", purpose="running") | (~Q(kind="running") & ~Q(purpose="running")),
                name="cout_running",
                violation_error_message=_("Un coût par an est un coût de fonctionnement."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=models.F("year")),
                name="cout_years_order",
                violation_error_message=_("La dernière année vient après la première."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.amount if self.amount is not None else _('coût non publié')}"
