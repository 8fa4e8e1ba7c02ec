"""An alert on a process: words, and nothing that says who wrote them, from where, or at what hour."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST: Final = 4000


class Outcome(models.TextChoices):
    """What became of it; public, as is the number of each."""

    WAITING = "waiting", _("pas encore lue")
    LOOKING = "looking", _("on regarde")
    CHANGED = "changed", _("la démarche a été corrigée")
    EXPLAINED = "explained", _("rien à corriger, et pourquoi")
    HANDED = "handed", _("transmise à qui peut agir")


class Vigilance(models.Model):
    """The words are for those who hold the role alone, and go once it is settled; what became of it is for everybody.

    A key drawn at random and a day: neither the order nor the hour of the rows may be put beside anything else.
    """

    id = models.BigIntegerField(primary_key=True)
    code = models.CharField(_("numéro"), max_length=8, unique=True)  # whoever wrote finds the answer by it
    about = models.CharField(_("quelle démarche"), max_length=200, blank=True)
    text = models.TextField(_("ce qui ne va pas"), max_length=LONGEST, blank=True)
    day = models.DateField(_("le"))
    outcome = models.CharField(_("suite"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    said = models.TextField(_("ce que l’on en dit à tout le monde"), max_length=2000, blank=True)
    said_on = models.DateField(_("dit le"), null=True, blank=True)

    class Meta:
        verbose_name = _("vigilance")
        verbose_name_plural = _("vigilances")
        ordering = ["-day", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting") | (Q(said_on__isnull=False) & ~Q(said="")), name="vigilance_answered"
            )
        ]
