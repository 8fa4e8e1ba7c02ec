"""Public money as it is published: contracts, subsidies, lines of a budget. Mirrors of the open schemas, one a row.

The row itself stays untouched beside each (`ligne`); these columns are what is searched, drawn and added up.
"""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.utils.translation import gettext_lazy as _

from carto.territoires.models import folded
from projets.equipements.models.source import Ligne

MONEY = {"max_digits": 16, "decimal_places": 2}


class Mirror(models.Model):
    """What each of them is: a row of a source, read."""

    ligne = models.OneToOneField(
        Ligne, models.CASCADE, primary_key=True, related_name="%(class)s", verbose_name=_("ligne de source")
    )

    class Meta:
        abstract = True


class Marche(Mirror):
    """A contract or a concession (DECP v2.0.3). Its amount is what was notified, HT: not what was spent."""

    uid = models.CharField(_("identifiant"), max_length=120)  # buyer's SIRET and the contract's own number
    concession = models.BooleanField(_("concession"), default=False)
    buyer_siret = models.CharField(_("SIRET de l’acheteur"), max_length=14, blank=True)
    buyer = models.CharField(_("acheteur"), max_length=300, blank=True)
    objet = models.CharField(_("objet"), max_length=1000)
    nature = models.CharField(_("nature"), max_length=120, blank=True)
    procedure = models.CharField(_("procédure"), max_length=120, blank=True)
    cpv = models.CharField(_("code CPV"), max_length=12, blank=True)
    place_code = models.CharField(_("code du lieu d’exécution"), max_length=20, blank=True)
    place_kind = models.CharField(_("sorte de code"), max_length=40, blank=True)
    months = models.PositiveSmallIntegerField(_("durée (mois)"), null=True, blank=True)
    notified_on = models.DateField(_("notifié le"), null=True, blank=True)
    # The day after its last one, modifications taken in: when a window opens.
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    amount = models.DecimalField(_("montant notifié (€ HT)"), null=True, blank=True, **MONEY)
    # Of a concession: what it is worth over its life, and the public money in it.
    total_value = models.DecimalField(_("valeur globale (€ HT)"), null=True, blank=True, **MONEY)
    public_subsidy = models.DecimalField(_("subvention publique (€)"), null=True, blank=True, **MONEY)
    # Why it was given to somebody else to do: no schema has it, a person writes it.
    reason = models.TextField(_("pourquoi ce partenariat"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("marché")
        verbose_name_plural = _("marchés")
        indexes = [
            models.Index(fields=["-notified_on"], name="marche_notified"),
            models.Index(fields=["ends_on"], name="marche_ends"),
            GinIndex(folded("objet"), name="marche_objet_folded"),
        ]

    def __str__(self) -> str:
        return self.objet[:120]


class Titulaire(models.Model):
    """Who holds a contract; `under` when they work for the holder (a subcontractor)."""

    marche = models.ForeignKey(Marche, models.CASCADE, related_name="titulaires", verbose_name=_("marché"))
    identifier = models.CharField(_("SIRET ou autre identifiant"), max_length=40, blank=True)
    name = models.CharField(_("nom"), max_length=300, blank=True)
    under = models.BooleanField(_("sous-traitant"), default=False)
    amount = models.DecimalField(_("montant sous-traité (€ HT)"), null=True, blank=True, **MONEY)

    class Meta:
        verbose_name = _("titulaire")
        verbose_name_plural = _("titulaires")
        ordering = ["under", "pk"]
        indexes = [models.Index(fields=["identifier"], name="titulaire_identifier")]


class Avenant(models.Model):
    """A change of a contract after it was signed."""

    marche = models.ForeignKey(Marche, models.CASCADE, related_name="avenants", verbose_name=_("marché"))
    number = models.CharField(_("numéro"), max_length=20, blank=True)
    on = models.DateField(_("le"), null=True, blank=True)
    objet = models.CharField(_("objet"), max_length=1000, blank=True)
    months = models.PositiveSmallIntegerField(_("nouvelle durée (mois)"), null=True, blank=True)
    amount = models.DecimalField(_("nouveau montant (€ HT)"), null=True, blank=True, **MONEY)

    class Meta:
        verbose_name = _("avenant")
        verbose_name_plural = _("avenants")
        ordering = ["on", "pk"]


class Execution(models.Model):
    """One year of a concession: what was invested, and what its users pay."""

    marche = models.ForeignKey(Marche, models.CASCADE, related_name="executions", verbose_name=_("concession"))
    published_on = models.DateField(_("publiée le"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("année"), null=True, blank=True)
    spent = models.DecimalField(_("dépenses d’investissement (€ HT)"), null=True, blank=True, **MONEY)
    tariffs = models.JSONField(_("tarifs"), default=list, blank=True)  # [{"intitule": str, "tarif": "12.50"}]

    class Meta:
        verbose_name = _("année de concession")
        verbose_name_plural = _("années de concession")
        ordering = ["year", "published_on", "pk"]


class Subvention(Mirror):
    """A grant (SCDL subventions 2.1.1), and what came of it, which no schema has."""

    giver = models.CharField(_("attribuant"), max_length=300, blank=True)
    giver_siret = models.CharField(_("SIRET de l’attribuant"), max_length=14, blank=True)
    beneficiary = models.CharField(_("bénéficiaire"), max_length=300)
    beneficiary_id = models.CharField(_("SIRET ou RNA"), max_length=20, blank=True)
    objet = models.CharField(_("objet"), max_length=1000, blank=True)
    amount = models.DecimalField(_("montant (€)"), null=True, blank=True, **MONEY)
    nature = models.CharField(_("en argent ou en nature"), max_length=60, blank=True)
    on = models.DateField(_("convention du"), null=True, blank=True)
    scheme = models.CharField(_("dispositif"), max_length=300, blank=True)
    outcome = models.TextField(_("ce que cela a permis"), max_length=2000, blank=True)
    outcome_at = models.DateTimeField(_("dit le"), null=True, blank=True)

    class Meta:
        verbose_name = _("subvention")
        verbose_name_plural = _("subventions")
        indexes = [models.Index(fields=["-on"], name="subvention_on")]

    def __str__(self) -> str:
        return f"{self.beneficiary} · {self.objet}"[:120]


class LigneBudget(Mirror):
    """One line of a budget (SCDL budget 0.8.3). Voted and realised are two columns: they are never one sum."""

    year = models.PositiveSmallIntegerField(_("année"))
    entity = models.CharField(_("budget"), max_length=300, blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    document = models.CharField(_("document"), max_length=60)  # budget primitif, compte administratif…
    section = models.CharField(_("section"), max_length=1)  # F(onctionnement), I(nvestissement)
    spending = models.BooleanField(_("dépense"))  # or income
    nature_code = models.CharField(_("nature"), max_length=20, blank=True)
    nature = models.CharField(_("nature, en toutes lettres"), max_length=300, blank=True)
    function_code = models.CharField(_("fonction"), max_length=20, blank=True)
    function = models.CharField(_("fonction, en toutes lettres"), max_length=300, blank=True)
    operation = models.CharField(_("opération"), max_length=60, blank=True)
    order = models.BooleanField(_("opération d’ordre"), default=False)  # moves between accounts: no money leaves
    voted = models.DecimalField(_("voté (€)"), null=True, blank=True, **MONEY)
    realised = models.DecimalField(_("réalisé (€)"), null=True, blank=True, **MONEY)

    class Meta:
        verbose_name = _("ligne de budget")
        verbose_name_plural = _("lignes de budget")
        indexes = [
            models.Index(fields=["year", "document", "function_code"], name="budget_function"),
            models.Index(fields=["operation"], name="budget_operation"),
        ]


class Achat(Mirror):
    """A purchase that is planned: told before anybody has decided."""

    objet = models.CharField(_("objet"), max_length=1000)
    buyer = models.CharField(_("acheteur"), max_length=300, blank=True)
    expected_on = models.DateField(_("consultation prévue"), null=True, blank=True)
    low = models.DecimalField(_("estimé, au moins (€ HT)"), null=True, blank=True, **MONEY)
    high = models.DecimalField(_("estimé, au plus (€ HT)"), null=True, blank=True, **MONEY)
    months = models.PositiveSmallIntegerField(_("durée (mois)"), null=True, blank=True)

    class Meta:
        verbose_name = _("achat prévu")
        verbose_name_plural = _("achats prévus")
        indexes = [models.Index(fields=["expected_on"], name="achat_expected")]
