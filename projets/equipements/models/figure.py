"""What people make of a figure: a question about it, the words that tell it, what they declare of their interests."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import ActeKind, Commentaire, Fiche, Rule
from projets.equipements.models.cout import Cout
from projets.equipements.models.organisme import Organisme
from projets.equipements.models.source import Ligne
from projets.equipements.questions.querysets import DemandeQuerySet


class Demande(models.Model):
    """A question about a figure: a cost, a row, or a chart (`chart` is its code in the address of its page).

    Asked about a place, it is also a commentaire of that fiche, whose clock and answer are used; asked about a chart
    that has none, it has its own.
    """

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    commentaire = models.OneToOneField(
        Commentaire, models.CASCADE, null=True, blank=True, related_name="demande", verbose_name=_("commentaire")
    )
    cout = models.ForeignKey(Cout, models.SET_NULL, null=True, blank=True, related_name="demandes")
    ligne = models.ForeignKey(Ligne, models.SET_NULL, null=True, blank=True, related_name="demandes")
    chart = models.CharField(_("graphique"), max_length=120, blank=True)
    # Of one about a place, its commentaire alone has the words and who signs: the moderation works on those.
    text = models.TextField(_("question"), max_length=2000, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Of whoever wants to hear of the answer, where no fiche can be followed; forgotten once they have been told.
    email = models.EmailField(_("adresse e-mail"), blank=True, default="", db_default="")
    # Why it waits for a person to look, where there is no commentaire to wait; empty: it does not.
    held = models.CharField(_("attend une relecture"), max_length=300, blank=True, default="", db_default="")
    asked_at = models.DateTimeField(_("posée le"), default=timezone.now)
    due_at = models.DateTimeField(_("réponse promise pour le"))
    answer = models.TextField(_("réponse"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_role = models.CharField(_("rôle"), max_length=12, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("masquée le"), null=True, blank=True)
    hidden_reason = models.CharField(_("raison"), max_length=300, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # The debate that it opened, when it did.
    debate = models.ForeignKey(Fiche, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DemandeQuerySet.as_manager()

    class Meta:
        verbose_name = _("question sur un chiffre")
        verbose_name_plural = _("questions sur un chiffre")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(answered_at=None), name="demande_waiting")]


class ActeDemande(models.Model):
    """What a moderator did to a question that no fiche has: the rule and the reason, which everybody reads."""

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="actes", verbose_name=_("question"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), default=timezone.now)
    what = models.CharField(_("acte"), max_length=8, choices=ActeKind)
    rule = models.CharField(_("règle"), max_length=10, choices=Rule, blank=True)
    reason = models.TextField(_("raison, publique"), max_length=1000, blank=True)
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)

    class Meta:
        verbose_name = _("acte de modération d’une question")
        verbose_name_plural = _("actes de modération d’une question")
        ordering = ["-at", "-pk"]


class Transmission(models.Model):
    """A question handed on to whoever has the power to answer it, and what they said."""

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="transmissions", verbose_name=_("question"))
    organisme = models.ForeignKey(Organisme, models.PROTECT, related_name="+", verbose_name=_("transmise à"))
    words = models.CharField(_("pourquoi eux"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), default=timezone.now)
    reminded_at = models.DateTimeField(_("relancée le"), null=True, blank=True)
    answer = models.TextField(_("leur réponse"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    # Who said it over there, and who wrote it down here.
    said_by = models.CharField(_("dite par"), max_length=160, blank=True, default="", db_default="")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("transmission")
        verbose_name_plural = _("transmissions")
        ordering = ["at", "pk"]


class Recit(models.Model):
    """A figure told by a person, in a few words; each version is kept, the last is shown."""

    equipement = models.ForeignKey(
        "equipements.Equipement", models.CASCADE, null=True, blank=True, related_name="recits"
    )
    chart = models.CharField(_("graphique"), max_length=120, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    text = models.TextField(_("récit"), max_length=1500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(_("rôle"), max_length=12)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("récit d’un chiffre")
        verbose_name_plural = _("récits d’un chiffre")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["equipement", "chart", "version"], nulls_distinct=False, name="recit_version_once"
            )
        ]


class Interet(models.Model):
    """What somebody who decides or proposes declares of their interests; kept when it ends, since it was true."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="interets")
    name = models.CharField(_("nom"), max_length=120)
    function = models.CharField(_("fonction"), max_length=160)
    organisme = models.ForeignKey(Organisme, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("intérêt déclaré"), max_length=2000)
    nothing = models.BooleanField(_("rien à déclarer"), default=False)
    since = models.DateField(_("depuis"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    declared_at = models.DateTimeField(_("déclaré le"), default=timezone.now)

    class Meta:
        verbose_name = _("déclaration d’intérêt")
        verbose_name_plural = _("déclarations d’intérêt")
        ordering = ["-declared_at", "-pk"]
