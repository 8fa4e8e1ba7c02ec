"""Moderation: what waits and why, what was done and by which rule, and what the author answered."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models.fiche import Fiche
from carto.fiches.models.photo import Photo
from carto.fiches.models.voice import Commentaire
from carto.fiches.moderation.querysets import ActeQuerySet, RetenueQuerySet


class Rule(models.TextChoices):
    """The rules by which something waits or leaves; published as they stand here."""

    PERSONAL = "personal", _("donnée personnelle (téléphone, e-mail, plaque, visage)")
    INSULT = "insult", _("attaque contre une personne")
    ADVERT = "advert", _("publicité ou contenu sans rapport")
    FLOOD = "flood", _("envois répétés ou automatiques")
    UNLAWFUL = "unlawful", _("contenu interdit par la loi")
    ELSEWHERE = "elsewhere", _("lieu impossible")
    SAME = "same", _("envoi fait deux fois par la même personne")


# Why something waits without having met any rule: its campaign has announced that each is read before.
ANNOUNCED = "announced"


class Retenue(models.Model):
    """Why something waits for a person to look: never a refusal. One open retenue a rule is enough."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="retenues", verbose_name=_("fiche"))
    commentaire = models.ForeignKey(Commentaire, models.CASCADE, null=True, blank=True, related_name="retenues")
    rule = models.CharField(
        _("règle"), max_length=10, choices=[*Rule.choices, (ANNOUNCED, _("relecture annoncée avant publication"))]
    )
    detail = models.CharField(_("ce qui a été vu"), max_length=300, blank=True)
    at = models.DateTimeField(_("le"), default=timezone.now)
    lifted_at = models.DateTimeField(_("levée le"), null=True, blank=True)

    objects = RetenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("retenue")
        verbose_name_plural = _("retenues")
        indexes = [models.Index(fields=["at"], condition=Q(lifted_at=None), name="retenue_open")]


class ActeKind(models.TextChoices):
    """What a moderator did."""

    APPROVED = "approved", _("vérifié et publié")
    BINNED = "binned", _("mis à la corbeille publique")
    RESTORED = "restored", _("rétabli")
    EDITED = "edited", _("texte corrigé")
    SHOWN = "shown", _("photo publiée")
    REFUSED = "refused", _("photo refusée")


class Outcome(models.TextChoices):
    """What a second look at an act came to."""

    UPHELD = "upheld", _("décision maintenue")
    REVERSED = "reversed", _("décision annulée")


class Acte(models.Model):
    """One act of moderation: who, by which rule, for what reason, from what to what; and the right of reply.

    `before` and `after` are private: a visibility, a photo's state, or the words that were taken out (`field` says of
    which one). What everybody reads is what was done, by which rule, and `reason`.
    """

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="actes", verbose_name=_("fiche"))
    commentaire = models.ForeignKey(Commentaire, models.SET_NULL, null=True, blank=True, related_name="actes")
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="actes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # As what they acted, or « jury »: all that the public register says of whoever decided.
    role = models.CharField(_("rôle"), max_length=12, default="moderator", db_default="moderator")
    at = models.DateTimeField(_("le"), default=timezone.now)
    what = models.CharField(_("acte"), max_length=8, choices=ActeKind)
    rule = models.CharField(_("règle"), max_length=10, choices=Rule, blank=True)
    reason = models.TextField(_("raison, publique"), max_length=1000, blank=True)
    field = models.CharField(_("texte corrigé"), max_length=8, blank=True)
    before = models.TextField(_("avant"), blank=True)
    after = models.TextField(_("après"), blank=True)
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)
    reply = models.TextField(_("réponse de l’auteur"), max_length=1000, blank=True)
    replied_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    reply_settled_at = models.DateTimeField(_("réponse examinée le"), null=True, blank=True)
    reply_shown = models.BooleanField(_("réponse publiée"), default=False)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("suite de la réponse"), max_length=8, choices=Outcome, blank=True)
    outcome_text = models.TextField(_("explication, publique"), max_length=1000, blank=True)

    objects = ActeQuerySet.as_manager()

    class Meta:
        verbose_name = _("acte de modération")
        verbose_name_plural = _("actes de modération")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["replied_at"],
                condition=Q(replied_at__isnull=False, reply_settled_at=None),
                name="acte_reply_waiting",
            ),
            models.Index(fields=["-at", "-id"], condition=~Q(rule=""), name="acte_told"),
            models.Index(fields=["-at", "-id"], name="acte_latest"),
        ]
