"""A participatory budget: what it is about, who decides, by which rule, until when; and its envelopes of money."""

from typing import Final

from django.conf import settings
from django.contrib.gis.db import models
from django.core.validators import MinValueValidator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.territoires.models import Territoire
from projets.budgets.models.phase import Phase
from projets.budgets.querysets import BudgetQuerySet
from projets.equipements.models import Cout
from projets.votes.scrutin import Rule, Tie
from projets.votes.wording import RULES, TIES

RULE_CHOICES: Final = [(rule.value, told[0]) for rule, told in RULES.items()]
TIE_CHOICES: Final = [(tie.value, told) for tie, told in TIES.items()]


class BudgetParticipatif(models.Model):
    """One edition. Its phase is worked out from its dates; its rules no longer change once it is published."""

    slug = models.SlugField(_("adresse courte"), max_length=40, unique=True)
    title = models.CharField(_("titre"), max_length=140)
    text = models.TextField(_("en quelques mots"), max_length=4000, blank=True)
    opens_at = models.DateTimeField(_("on propose à partir du"))
    study_at = models.DateTimeField(_("on étudie à partir du"))
    vote_opens_at = models.DateTimeField(_("on vote à partir du"))
    vote_closes_at = models.DateTimeField(_("le vote ferme le"))
    counts_at = models.DateTimeField(_("on compte le"), help_text=_("jusque-là, les bulletins papier sont joints"))
    rule = models.CharField(_("règle"), max_length=10, choices=RULE_CHOICES, default=Rule.KNAPSACK.value)
    choices = models.PositiveSmallIntegerField(
        _("projets par bulletin, au plus"), default=0, help_text=_("0 : autant qu’on veut")
    )
    points = models.PositiveSmallIntegerField(
        _("points à répartir"), default=0, help_text=_("pour la règle des points seulement")
    )
    threshold = models.PositiveIntegerField(
        _("seuil"), default=1, help_text=_("voix, points, ou mention de 0 à 5 : en dessous, un projet n’est pas retenu")
    )
    tie = models.CharField(_("en cas d’égalité"), max_length=10, choices=TIE_CHOICES, default=Tie.CHEAPEST.value)
    organiser = models.CharField(_("qui organise"), max_length=200, blank=True)
    decides = models.CharField(_("qui décide, et de quoi"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)
    closed_why = models.CharField(_("vote fermé avant son terme, parce que"), max_length=300, blank=True)
    # From then on nothing says who has voted: the key and the roll are gone.
    sealed_at = models.DateTimeField(_("scellé le"), null=True, blank=True, editable=False)
    counted_at = models.DateTimeField(_("compté le"), null=True, blank=True, editable=False)
    demonstration = models.BooleanField(_("démonstration"), default=False, db_default=False, editable=False)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget participatif")
        verbose_name_plural = _("budgets participatifs")
        ordering = ["-vote_opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lte=F("study_at"))
                & Q(study_at__lte=F("vote_opens_at"))
                & Q(vote_opens_at__lt=F("vote_closes_at"))
                & Q(vote_closes_at__lte=F("counts_at")),
                name="budget_dates",
                violation_error_message=_("Les dates se suivent : on propose, on étudie, on vote, on compte."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/budgets-participatifs/{self.slug}/"

    @property
    def phase(self) -> Phase:
        """Where it stands at this moment, from its dates alone."""
        now = timezone.now()
        if self.published_at is None:
            return Phase.DRAFT
        begun = [
            (self.counts_at, Phase.DONE), (self.vote_closes_at, Phase.COUNTING), (self.vote_opens_at, Phase.VOTING),
            (self.study_at, Phase.STUDYING), (self.opens_at, Phase.PROPOSING),
        ]  # fmt: skip
        return next((phase for at, phase in begun if now >= at), Phase.COMING)

    @property
    def vote_is_over(self) -> bool:
        """Whether nobody votes any more."""
        return self.phase in (Phase.COUNTING, Phase.DONE)


class Enveloppe(models.Model):
    """The money of one area. What its projects cost is told in the same tax basis: nothing else is compared."""

    budget = models.ForeignKey(BudgetParticipatif, models.CASCADE, related_name="enveloppes", verbose_name=_("budget"))
    name = models.CharField(_("nom"), max_length=80)
    territoire = models.ForeignKey(
        Territoire, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("quartier ou commune")
    )
    amount = models.DecimalField(_("montant (€)"), max_digits=14, decimal_places=2, validators=[MinValueValidator(1)])
    kind = models.CharField(_("nature du chiffre"), max_length=12, choices=Cout.Kind, default=Cout.Kind.VOTED)
    basis = models.CharField(_("HT ou TTC"), max_length=8, choices=Cout.Basis, default=Cout.Basis.TTC)
    year = models.PositiveSmallIntegerField(_("année du chiffre"))
    # The count as it was published, step by step; empty until then. The ballots say the same to whoever counts again.
    steps = models.JSONField(_("dépouillement"), default=list, blank=True, editable=False)
    ballots = models.PositiveIntegerField(_("bulletins comptés"), default=0, editable=False)

    class Meta:
        verbose_name = _("enveloppe")
        verbose_name_plural = _("enveloppes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["budget", "name"], name="enveloppe_name")]

    def __str__(self) -> str:
        return self.name
