"""What people said in a consultation, and apart from it that they have spoken. Nothing joins the two."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.opportunites.models.consultation import Consultation, Option
from projets.votes.polls.poll import Proof
from projets.votes.secrecy import DIGEST


class ConsultationKey(models.Model):
    """The secret by which a consultation tells two people apart. It dies when it closes."""

    consultation = models.OneToOneField(Consultation, models.CASCADE, related_name="key")
    key = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("clé d’une consultation")
        verbose_name_plural = _("clés des consultations")


class Emargement(models.Model):
    """That somebody has spoken, by one proof; erased at closing. Its key is drawn, it has no date."""

    id = models.BigIntegerField(primary_key=True)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="emargements")
    digest = models.CharField(max_length=DIGEST)

    class Meta:
        verbose_name = _("émargement d’une consultation")
        verbose_name_plural = _("émargements des consultations")
        constraints = [models.UniqueConstraint(fields=["consultation", "digest"], name="emargement_choice_once")]


class Jeton(models.Model):
    """A code to post or to hand over at a counter, as a digest, with the area that it is for; erased at closing."""

    id = models.BigIntegerField(primary_key=True)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="jetons")
    proof = models.CharField(_("preuve"), max_length=8, choices=Proof)
    area = models.CharField(_("secteur"), max_length=20)
    digest = models.CharField(max_length=DIGEST)

    class Meta:
        verbose_name = _("jeton")
        verbose_name_plural = _("jetons")
        constraints = [models.UniqueConstraint(fields=["consultation", "digest"], name="jeton_once")]


class Liasse(models.Model):
    """Paper ballots entered together, under the number written on their bundle; no longer tied to them once counted."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="liasses")
    number = models.CharField(_("numéro de la liasse"), max_length=20)
    place = models.CharField(_("où on a voté"), max_length=140)
    area = models.CharField(_("secteur"), max_length=20)
    voices = models.PositiveIntegerField(_("bulletins"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(_("rôle"), max_length=12)
    entered_at = models.DateTimeField(_("saisie le"), default=timezone.now)

    class Meta:
        verbose_name = _("liasse")
        verbose_name_plural = _("liasses")
        ordering = ["entered_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="liasse_choice_number")]


class Voix(models.Model):
    """What one person said: `choices` by option code. Nothing says who, nor when.

    While it is open: area, age and `mates` (the group, as a digest) so that the mass is known and a group weighs one.
    At the count only `cell` stays, a part of the people in which at least five spoke, and how many speak `together`.
    """

    id = models.BigIntegerField(primary_key=True)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="voix")
    choices = models.JSONField(_("choix"))
    proof = models.CharField(_("preuve"), max_length=8, choices=Proof, blank=True)
    area = models.CharField(_("secteur"), max_length=20, blank=True)
    age = models.CharField(_("âge"), max_length=8, blank=True)
    mates = models.CharField(max_length=DIGEST, blank=True)
    together = models.PositiveIntegerField(_("voix du groupe"), default=1)
    cell = models.CharField(_("part de la population"), max_length=40, blank=True)
    liasse = models.ForeignKey(Liasse, models.CASCADE, null=True, blank=True, related_name="voix")

    class Meta:
        verbose_name = _("voix")
        verbose_name_plural = _("voix")
        ordering = ["pk"]


class Objection(models.Model):
    """Why somebody objects to an option; kept apart from their voice, read by everybody with the result."""

    id = models.BigIntegerField(primary_key=True)
    option = models.ForeignKey(Option, models.CASCADE, related_name="objections")
    text = models.CharField(_("la raison"), max_length=600)
    liasse = models.ForeignKey(Liasse, models.CASCADE, null=True, blank=True, related_name="objections")

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["pk"]
