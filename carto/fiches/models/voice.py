"""What others say of a fiche: one gesture (a soutien), or words (a commentaire)."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.comments.querysets import CommentaireQuerySet
from carto.fiches.models.fiche import Fiche, Visibility


class SoutienKind(models.TextChoices):
    """What one gesture says."""

    TOO = "too", _("moi aussi")
    STILL = "still", _("toujours là")
    GONE = "gone", _("c’est réparé")


class Soutien(models.Model):
    """One gesture of one person. `mark` (carto.fiches.marks) tells strangers apart for a day; then it is forgotten."""

    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="soutiens", verbose_name=_("fiche"))
    kind = models.CharField(_("geste"), max_length=6, choices=SoutienKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("personne")
    )
    mark = models.CharField(max_length=64, blank=True)
    # Somebody with an account, where a roll tells people apart and this row must not say whom (voices.rolls).
    account = models.BooleanField(_("avec un compte"), default=False, db_default=False)
    created_at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("soutien")
        verbose_name_plural = _("soutiens")
        constraints = [
            models.UniqueConstraint(fields=["fiche", "kind", "person"], name="soutien_once_a_person"),
            models.UniqueConstraint(
                fields=["fiche", "kind", "mark"], condition=~Q(mark=""), name="soutien_once_a_mark"
            ),
        ]


class CommentKind(models.TextChoices):
    """What a comment is for."""

    QUESTION = "question", _("question")
    AVIS = "avis", _("avis")
    POUR = "pour", _("pour")
    CONTRE = "contre", _("contre")
    SOURCE = "source", _("source")
    # In the threads of a topic that is worked on together (projets.opportunites.phases), and nowhere else.
    CONSTAT = "constat", _("constat")
    CAUSE = "cause", _("cause")
    SOLUTION = "solution", _("solution")


# What any fiche takes.
FREE_KINDS = (CommentKind.QUESTION, CommentKind.AVIS, CommentKind.POUR, CommentKind.CONTRE, CommentKind.SOURCE)


class Commentaire(models.Model):
    """Words about a fiche, by somebody named or anonymous; `uuid` is the client's, as a fiche's."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    fiche = models.ForeignKey(Fiche, models.CASCADE, related_name="commentaires", verbose_name=_("fiche"))
    kind = models.CharField(_("sorte"), max_length=8, choices=CommentKind, default=CommentKind.AVIS)
    text = models.TextField(_("texte"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("auteur")
    )
    role = models.CharField(_("rôle"), max_length=12, default="resident", help_text=_("habitant, agent, référent…"))
    visibility = models.CharField(_("visibilité"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    # A question is owed an answer, until that day; what answers it says which one.
    due_at = models.DateTimeField(_("réponse promise pour le"), null=True, blank=True)
    answers = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replies", verbose_name=_("répond à")
    )
    created_at = models.DateTimeField(_("le"), default=timezone.now)

    objects = CommentaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("commentaire")
        verbose_name_plural = _("commentaires")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["fiche", "created_at"], name="commentaire_fiche")]
