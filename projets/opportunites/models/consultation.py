"""A consultation: what is chosen among, by whom, how, until when, with which mass. Nothing of it changes once opened:
the database itself refuses (migration `choosing_promises`)."""

from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.territoires.models import Territoire
from projets.equipements.models import Cout
from projets.opportunites.choosing.querysets import ConsultationQuerySet
from projets.opportunites.models.candidat import Candidat
from projets.opportunites.models.opportunite import Opportunite
from projets.votes.polls.poll import Method
from projets.votes.polls.wording import METHODS

METHOD_CHOICES: Final = [(method.value, told[0]) for method, told in METHODS.items()]


class Moment(models.TextChoices):
    """Where a consultation stands: worked out from the clock, never from a job."""

    DRAFT = "draft", _("brouillon")
    COMING = "coming", _("à venir")
    EARLY = "early", _("on va d’abord vers les moins entendus")
    OPEN = "open", _("on choisit")
    COUNTING = "counting", _("on joint le papier")
    DONE = "done", _("résultat publié")
    CANCELLED = "cancelled", _("annulée")


class Consultation(models.Model):
    """One choice: of the options of one topic or, in a choosing session, of several topics of one quartier."""

    slug = models.SlugField(_("adresse courte"), max_length=60, unique=True)
    title = models.CharField(_("la question"), max_length=140)
    text = models.TextField(_("en quelques mots"), max_length=4000, blank=True)
    opportunite = models.ForeignKey(
        Opportunite, models.CASCADE, null=True, blank=True, related_name="consultations", verbose_name=_("sujet")
    )
    quartier = models.ForeignKey(
        Territoire, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("quartier")
    )
    method = models.CharField(_("comment on choisit"), max_length=8, choices=METHOD_CHOICES, default=Method.SCORE.value)
    dots = models.PositiveSmallIntegerField(
        _("gommettes par personne"), default=5, validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("pour les gommettes seulement"),
    )  # fmt: skip
    early_at = models.DateTimeField(
        _("papier et téléphone à partir du"), null=True, blank=True,
        help_text=_("quelques jours d’avance pour les secteurs qu’on entend le moins"),
    )  # fmt: skip
    opens_at = models.DateTimeField(_("ouvre le"))
    closes_at = models.DateTimeField(_("ferme le"))
    counts_at = models.DateTimeField(_("résultat le"), help_text=_("jusque-là, les bulletins papier sont joints"))
    areas = models.ManyToManyField(Territoire, related_name="+", verbose_name=_("qui choisit : les habitants de"))
    early_areas = models.ManyToManyField(Territoire, related_name="+", blank=True, verbose_name=_("secteurs d’abord"))
    proofs = models.JSONField(_("preuves demandées"), default=list)
    ages = models.BooleanField(_("demander la tranche d’âge"), default=True, help_text=_("chacun peut ne pas la dire"))
    youngest = models.PositiveSmallIntegerField(_("à partir de quel âge"), default=15)
    quorum = models.DecimalField(
        _("masse demandée (% des habitants)"), max_digits=5, decimal_places=2, default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("dans chaque secteur et à chaque âge ; 0 : aucune"),
    )  # fmt: skip
    keeps = models.PositiveSmallIntegerField(
        _("combien continuent"), default=0, validators=[MaxValueValidator(20)],
        help_text=_("d’une séance de choix : les autres s’endorment, si la masse est atteinte ; 0 : rien ne s’endort"),
    )  # fmt: skip
    sleeps_until = models.DateField(_("les autres dorment jusqu’au"), null=True, blank=True)
    hidden = models.BooleanField(_("rien n’est dit du résultat avant la fin"), default=True)
    organiser = models.CharField(_("qui organise"), max_length=200, blank=True)
    decides = models.CharField(_("ce qui sera fait du résultat"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)
    opened_at = models.DateTimeField(_("annoncée le"), null=True, blank=True, editable=False)
    opened_role = models.CharField(_("ouverte en tant que"), max_length=12, blank=True, editable=False)
    # As it was when it was opened: who is asked, how many they are (`choosing.masses`). Voters and quorum read it.
    people = models.JSONField(_("population de référence"), default=dict, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True, editable=False)
    cancelled_role = models.CharField(_("annulée en tant que"), max_length=12, blank=True, editable=False)
    cancelled_why = models.CharField(_("annulée parce que"), max_length=300, blank=True, editable=False)
    sealed_at = models.DateTimeField(_("scellée le"), null=True, blank=True, editable=False)
    counted_at = models.DateTimeField(_("comptée le"), null=True, blank=True, editable=False)
    arrivals = models.JSONField(_("voix par heure"), default=dict, blank=True, editable=False)
    # Who spoke, by area and age, before what is too rare was erased; and how many live in each part (`votes.polls`).
    result = models.JSONField(_("dépouillement"), default=dict, blank=True, editable=False)
    demonstration = models.BooleanField(_("démonstration"), default=False, db_default=False, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at"))
                & Q(closes_at__lte=F("counts_at"))
                & (Q(early_at__isnull=True) | Q(early_at__lt=F("opens_at"))),
                name="consultation_dates",
                violation_error_message=_("Les dates se suivent : on va vers certains, on ouvre, on ferme, on compte."),
            ),
            models.CheckConstraint(
                condition=Q(opportunite__isnull=False) | Q(quartier__isnull=False),
                name="consultation_about",
                violation_error_message=_("Une consultation porte sur un sujet, ou sur un quartier."),
            ),
            models.CheckConstraint(
                condition=Q(keeps=0) | (Q(quartier__isnull=False) & Q(opportunite__isnull=True)),
                name="consultation_keeps_of_a_session",
                violation_error_message=_("Seule une séance de choix endort ce qui n’est pas retenu."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_why=""), name="consultation_cancelled_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/consultations/{self.slug}/"

    @property
    def moment(self) -> Moment:
        """Where it stands now, from its dates alone: it closes at the second, whoever works or not."""
        now = timezone.now()
        if self.opened_at is None:
            return Moment.DRAFT
        if self.cancelled_at is not None:
            return Moment.CANCELLED
        begun = [
            (self.counts_at, Moment.DONE), (self.closes_at, Moment.COUNTING), (self.opens_at, Moment.OPEN),
            (self.early_at, Moment.EARLY),
        ]  # fmt: skip
        return next((moment for at, moment in begun if at is not None and now >= at), Moment.COMING)

    @property
    def electorate(self) -> list[dict[str, Any]]:
        """The areas as they were written down at the opening: code, name, people by age, whether they come first."""
        return self.people.get("areas", [])


class Option(models.Model):
    """What can be chosen: what it means, what follows from it, what it costs and in which money."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="options")
    code = models.CharField(_("lettre au bulletin"), max_length=4)
    name = models.CharField(_("nom"), max_length=140)
    meaning = models.TextField(_("ce que c’est"), max_length=1000, blank=True)
    consequence = models.TextField(_("ce que cela entraîne"), max_length=1000, blank=True)
    cost = models.DecimalField(
        _("coût (€)"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    cost_kind = models.CharField(_("nature du chiffre"), max_length=12, choices=Cout.Kind, blank=True)
    cost_year = models.PositiveSmallIntegerField(_("année du chiffre"), null=True, blank=True)
    cost_basis = models.CharField(_("HT ou TTC"), max_length=8, choices=Cout.Basis, blank=True)
    opportunite = models.ForeignKey(
        Opportunite, models.SET_NULL, null=True, blank=True, related_name="options", verbose_name=_("sujet")
    )
    candidat = models.ForeignKey(
        Candidat, models.SET_NULL, null=True, blank=True, related_name="options", verbose_name=_("candidate")
    )

    class Meta:
        verbose_name = _("possibilité")
        verbose_name_plural = _("possibilités")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "code"], name="option_code"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | (~Q(cost_kind="") & Q(cost_year__isnull=False) & ~Q(cost_basis="")),
                name="option_cost_told",
                violation_error_message=_("Un coût a une nature, une année, et dit s’il est HT ou TTC."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
