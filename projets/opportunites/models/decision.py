"""What is decided on a topic, and what follows: departures with their reasons, questions, answers, milestones."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Commentaire, Fiche
from projets.opportunites.models.consultation import Consultation
from projets.opportunites.models.opportunite import Opportunite


class Decision(models.Model):
    """One decision on one topic. Announced, then taken and signed; what it says never changes once it is taken: the
    database itself refuses (migration `deciding`), and refuses to take one in which a reason is missing.

    Taken again after it was questioned, it is another row which `replaces` this one.
    """

    opportunite = models.ForeignKey(
        Opportunite, models.CASCADE, related_name="decisions", verbose_name=_("opportunité")
    )
    replaces = models.OneToOneField("self", models.RESTRICT, null=True, blank=True, related_name="replaced_by")
    about = models.CharField(_("ce sur quoi elle portera"), max_length=600, blank=True)
    text = models.TextField(_("ce qui est décidé"), max_length=6000, blank=True)
    inputs = models.TextField(_("ce sur quoi elle s’appuie"), max_length=4000, blank=True)
    # Each with `kind`, `pk`, `label`, `address`: the consultations, meetings and gates that it names, as they were.
    sources = models.JSONField(_("ce qu’elle cite"), default=list, blank=True)
    # By slug of each consultation whose mass was reached: its `title`, what came first (`name`), whether it is `kept`.
    chosen = models.JSONField(_("ce qui avait été choisi ensemble"), default=dict, blank=True)
    criteria = models.TextField(_("ce qui a compté pour décider"), max_length=2000, blank=True)
    signatory = models.CharField(_("qui signe"), max_length=160, blank=True)
    signatory_role = models.CharField(_("en tant que"), max_length=160, blank=True)
    legal_act = models.CharField(_("acte (délibération, arrêté)"), max_length=200, blank=True)
    expected_on = models.DateField(_("sera prise le"), null=True, blank=True)
    announced_at = models.DateTimeField(_("annoncée le"), null=True, blank=True)
    taken_at = models.DateTimeField(_("prise le"), null=True, blank=True)
    consequences = models.TextField(_("ses conséquences"), max_length=4000, blank=True)
    consequences_at = models.DateTimeField(_("conséquences dites le"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)
    version = models.PositiveIntegerField(_("version du brouillon"), default=0, editable=False)

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True)
                | (~Q(text="") & ~Q(inputs="") & ~Q(signatory="") & Q(announced_at__isnull=False)),
                name="decision_taken_is_told",
                violation_error_message=_("Une décision prise dit quoi, sur quoi elle s’appuie, et qui la signe."),
            ),
            models.CheckConstraint(
                condition=Q(consequences_at__isnull=True) | (~Q(consequences="") & Q(taken_at__isnull=False)),
                name="decision_consequences_told",
            ),
        ]


class Piste(models.Model):
    """One option that a decision looked at: kept, or set aside. A draft may wait for its reason, a decision may not."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="pistes", verbose_name=_("décision"))
    name = models.CharField(_("option"), max_length=160)
    kept = models.BooleanField(_("retenue"), default=False)
    reason = models.TextField(_("pourquoi"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("option étudiée")
        verbose_name_plural = _("options étudiées")
        ordering = ["-kept", "pk"]


class Ecart(models.Model):
    """Where the decision departs from what was chosen together: none is taken without its reason."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="ecarts", verbose_name=_("décision"))
    # The one whose first option is not what is decided; none for what was agreed on otherwise.
    consultation = models.ForeignKey(Consultation, models.SET_NULL, null=True, blank=True, related_name="ecarts")
    chosen = models.CharField(_("ce qui avait été choisi"), max_length=300)
    decided = models.CharField(_("ce qui est décidé à la place"), max_length=300, blank=True)
    reason = models.TextField(_("pourquoi"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("écart")
        verbose_name_plural = _("écarts")
        ordering = ["pk"]


class Interpellation(models.Model):
    """« Questionner » a decision that is taken and not yet delivered: how many people it takes, until when it is
    answered; both are worked out and said when it begins, and never move."""

    class Outcome(models.TextChoices):
        """What questioning led to."""

        KEPT = "kept", _("maintenue, avec ses raisons")
        ADJUSTED = "adjusted", _("ajustée")
        REOPENED = "reopened", _("rouverte : on y retravaille ensemble")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="interpellations", verbose_name=_("décision"))
    # What it asks, among the words said of the topic: signed or not there, moderated and erased there as any others.
    commentaire = models.OneToOneField(
        Commentaire, models.SET_NULL, null=True, blank=True, related_name="interpellation", editable=False
    )
    at = models.DateTimeField(_("posée le"), default=timezone.now)
    needed = models.PositiveIntegerField(_("personnes qu’il faut"))
    inhabitants = models.PositiveIntegerField(_("habitants du lieu"), null=True)
    reached_at = models.DateTimeField(_("seuil atteint le"), null=True, blank=True)
    due_at = models.DateTimeField(_("réponse promise pour le"), null=True, blank=True)
    outcome = models.CharField(_("ce qui en est sorti"), max_length=8, choices=Outcome, blank=True)
    answer = models.TextField(_("la réponse"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, blank=True, editable=False)

    class Meta:
        verbose_name = _("interpellation")
        verbose_name_plural = _("interpellations")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(answered_at=None), name="interpellation_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(needed__gt=0), name="interpellation_can_succeed"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | (~Q(answer="") & ~Q(outcome="")),
                name="interpellation_answered_is_told",
            ),
        ]


class Reponse(models.Model):
    """What became of one contribution to a topic, said to whoever wrote it and to everybody, with the reason."""

    class Verdict(models.TextChoices):
        """How much of it was taken."""

        TAKEN = "taken", _("retenue")
        PARTLY = "partly", _("retenue en partie")
        LATER = "later", _("gardée pour plus tard")
        NOT_TAKEN = "not_taken", _("pas retenue")

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="reponses", verbose_name=_("opportunité"))
    # What it answers: a fiche that the topic grew from, or words said about it. One of the two.
    fiche = models.ForeignKey(Fiche, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("fiche"))
    commentaire = models.ForeignKey(Commentaire, models.CASCADE, null=True, blank=True, related_name="+")
    verdict = models.CharField(_("ce que l’on en a fait"), max_length=9, choices=Verdict)
    reason = models.TextField(_("pourquoi"), max_length=2000)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    role = models.CharField(_("rôle"), max_length=12, editable=False)

    class Meta:
        verbose_name = _("réponse à un auteur")
        verbose_name_plural = _("réponses aux auteurs")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fiche__isnull=True) ^ Q(commentaire__isnull=True), name="reponse_to_one_thing"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reponse_has_its_reason"),
            models.UniqueConstraint(fields=["opportunite", "fiche"], name="reponse_once_a_fiche"),
            models.UniqueConstraint(fields=["commentaire"], name="reponse_once_a_commentaire"),
        ]


class Jalon(models.Model):
    """One step towards delivery: when it was promised, when it was done, and why they differ."""

    opportunite = models.ForeignKey(Opportunite, models.CASCADE, related_name="jalons", verbose_name=_("opportunité"))
    title = models.CharField(_("étape"), max_length=140)
    due_on = models.DateField(_("prévue le"))
    done_on = models.DateField(_("faite le"), null=True, blank=True)
    text = models.TextField(_("ce qui s’est passé"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("étape de réalisation")
        verbose_name_plural = _("étapes de réalisation")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Whether its day has passed without it."""
        return self.done_on is None and self.due_on < timezone.localdate()
