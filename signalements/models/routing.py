"""Where a report goes and by when it is answered, as rows that the services change themselves."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Service, User
from carto.fiches.models import Temporality
from carto.territoires.models import Territoire
from signalements.models.signalement import Categorie, Priority


class RoutingRule(models.Model):
    """One line of the rules: what it looks at, and to whom it sends. The first that holds decides, in their order.

    Empty means « any ». Where no rule holds, the service of the category receives it.
    """

    name = models.CharField(_("nom"), max_length=120)
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    active = models.BooleanField(_("active"), default=True)
    categories = models.ManyToManyField(Categorie, blank=True, related_name="rules", verbose_name=_("catégories"))
    territoire = models.ForeignKey(
        Territoire, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("territoire")
    )
    temporalities = ArrayField(
        models.CharField(max_length=6, choices=Temporality), default=list, blank=True, verbose_name=_("fréquence")
    )
    # {"code of a question": ["code of an answer", …]}: every question named has one of these answers.
    answers = models.JSONField(_("réponses"), default=dict, blank=True)
    weekdays = ArrayField(  # Monday is 0
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("jours de la semaine")
    )
    from_hour = models.TimeField(_("à partir de"), null=True, blank=True)
    until_hour = models.TimeField(_("jusqu’à"), null=True, blank=True)  # before `from_hour`: passes midnight
    closed_days = models.BooleanField(_("seulement week-ends et jours fériés"), default=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="rules", verbose_name=_("service"))
    crew = models.ForeignKey(
        Crew, models.SET_NULL, null=True, blank=True, related_name="rules", verbose_name=_("équipe")
    )
    priority = models.SmallIntegerField(_("priorité"), choices=Priority, null=True, blank=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(_("changée le"), auto_now=True)

    class Meta:
        verbose_name = _("règle d’orientation")
        verbose_name_plural = _("règles d’orientation")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class DeadlinePolicy(models.Model):
    """How many working days a category promises, from a day on; the last one begun when it is reported holds.

    A promise made is not changed by a later policy. Without any, `Categorie.deadline_days` holds.
    """

    categorie = models.ForeignKey(Categorie, models.CASCADE, related_name="policies", verbose_name=_("catégorie"))
    starts_on = models.DateField(_("à partir du"))
    days = models.PositiveSmallIntegerField(
        _("jours ouvrés"), null=True, blank=True, help_text=_("vide : rien n’est promis")
    )
    reason = models.CharField(_("pourquoi"), max_length=300, blank=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(_("écrit le"), default=timezone.now)

    class Meta:
        verbose_name = _("délai")
        verbose_name_plural = _("délais")
        ordering = ["categorie", "-starts_on"]
        constraints = [models.UniqueConstraint(fields=["categorie", "starts_on"], name="deadline_policy_once_a_day")]
