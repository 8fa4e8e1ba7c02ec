"""What one learns once it is there, what others did elsewhere, and who does what beside the city."""

from typing import Final

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Theme
from carto.territoires.models import Territoire
from projets.opportunites.models.opportunite import Opportunite, Scale

NO_BILAN: Final = "0"  # its version, while there is none


class Bilan(models.Model):
    """The experience sheet of a topic that is delivered, written by whoever carries it; what residents say of it since
    stands beside it, at the same size. What it cost is never written here: it is read from the data.
    """

    opportunite = models.OneToOneField(Opportunite, models.CASCADE, related_name="bilan", verbose_name=_("opportunité"))
    worked = models.TextField(_("ce qui a marché"), max_length=3000)
    did_not = models.TextField(_("ce qui n’a pas marché"), max_length=3000)
    otherwise = models.TextField(_("ce que l’on ferait autrement"), max_length=3000)
    changed = models.TextField(_("pour qui cela change quelque chose"), max_length=3000)
    reusable = models.TextField(_("ce que d’autres peuvent reprendre"), max_length=3000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)
    signed = models.CharField(_("qui l’a écrit"), max_length=160, editable=False)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifié le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("bilan")
        verbose_name_plural = _("bilans")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(worked="") & ~Q(did_not="") & ~Q(otherwise="") & ~Q(changed=""), name="bilan_says_all"
            )
        ]

    @property
    def version(self) -> str:
        """Another one each time that it is written: whoever writes it again has read this one."""
        return self.updated_at.isoformat()


class Exemple(models.Model):
    """Something done elsewhere, with where one can read it."""

    code = models.SlugField(_("code"), max_length=60, unique=True, null=True, blank=True, editable=False)
    title = models.CharField(_("ce qui a été fait"), max_length=140)
    place = models.CharField(_("où"), max_length=140)
    year = models.PositiveSmallIntegerField(_("année"), null=True, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thème"))
    scale = models.CharField(_("échelle"), max_length=10, choices=Scale)
    learned = models.TextField(_("ce que l’on en apprend"), max_length=1500)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("adresse de la source"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    signed = models.CharField(_("ajouté par"), max_length=160, blank=True, editable=False)
    added_at = models.DateTimeField(_("ajouté le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("exemple d’ailleurs")
        verbose_name_plural = _("exemples d’ailleurs")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source="") & ~Q(source_url=""), name="exemple_has_its_source")
        ]

    def __str__(self) -> str:
        return self.title


class Initiative(models.Model):
    """People who already do something in a quartier; anybody names it, whoever answers there publishes it."""

    class State(models.TextChoices):
        """Who sees it."""

        WAITING = "waiting", _("à vérifier")
        PUBLIC = "public", _("publiée")
        REFUSED = "refused", _("pas publiée")

    name = models.CharField(_("nom"), max_length=120)
    what = models.TextField(_("ce qui s’y fait"), max_length=800)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("thème"))
    geom = models.PointField(_("où"), srid=4326)
    quartier = models.ForeignKey(
        Territoire, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("quartier")
    )
    link = models.URLField(_("site ou page"), max_length=300, blank=True)
    since = models.PositiveSmallIntegerField(_("depuis quelle année"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.WAITING, editable=False)
    proposed_at = models.DateTimeField(_("proposée le"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(_("vérifiée le"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    settled_as = models.CharField(_("vérifiée par"), max_length=160, blank=True, editable=False)
    reason = models.CharField(_("pourquoi"), max_length=300, blank=True, editable=False)
    demonstration = models.BooleanField(_("démonstration"), default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["quartier", "state"], name="initiative_quartier")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="initiative_refused_says_why")
        ]

    def __str__(self) -> str:
        return self.name


class Talent(models.Model):
    """What an agent knows beyond their post, said by themselves and taken back at once when they want."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="talent", verbose_name=_("personne")
    )
    words = models.CharField(_("ce que je sais faire, en plus de mon poste"), max_length=300)
    themes = ArrayField(models.SlugField(max_length=50), verbose_name=_("thèmes"), default=list, blank=True)
    contact = models.CharField(_("comment me joindre"), max_length=160, blank=True)
    said_at = models.DateTimeField(_("dit le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("talent")
        verbose_name_plural = _("talents")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="talent_says_something")]
