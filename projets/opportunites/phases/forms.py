"""The form by which one speaks in a thread: the one of comments, at a place."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.comments.forms import CommentForm
from carto.fiches.models import Commentaire, CommentKind, Visibility
from carto.fiches.trust.weighing import Verdict
from projets.opportunites.models import Apport, Opportunite, Propos
from projets.opportunites.phases.actions import Closed, check, put
from projets.opportunites.phases.acts import phase_open, takes_now


class ConstatField(forms.ModelChoiceField):
    """One of the constats of the topic, by its first words."""

    def label_from_instance(self, obj: Propos) -> str:
        """« Le trottoir fait soixante centimètres. »."""
        return Truncator(" ".join(obj.commentaire.text.split())).chars(80)


class ProposForm(CommentForm):
    """Words under others (`under`), or at the top of the threads; what may be said there now are its only kinds."""

    def __init__(
        self, *args: Any, topic: Opportunite, under: Propos | None, person: User | None = None,
        origin: Apport | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, fiche=topic, person=person, **kwargs)
        self.topic, self.under, self.origin = topic, under, origin
        self.fields.pop("answers", None)
        kinds = takes_now(topic, under.commentaire.kind if under else None)
        if origin is not None:
            kinds = tuple(kind for kind in kinds if kind == CommentKind.SOLUTION)
            self._take_up(origin)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.initial["kind"] = kinds[0] if len(kinds) == 1 else ""

    def _take_up(self, origin: Apport) -> None:
        """An idea of a sheet: its words to begin with, and the constat that it answers, if any."""
        self.initial["text"] = origin.commentaire.text
        constats = Propos.objects.filter(opportunite=self.topic, commentaire__kind=CommentKind.CONSTAT)
        constats = constats.filter(commentaire__visibility=Visibility.PUBLIC).select_related("commentaire")
        self.fields["constat"] = ConstatField(
            constats, required=False, label=_("Elle répond au constat"), empty_label=_("aucun : au sujet lui-même")
        )

    def clean(self) -> dict[str, Any]:
        """Nothing to answer with in a thread: an answer has its own form."""
        data = super().clean()
        if self.origin is not None:
            self.under = data.get("constat")
        return data

    def send(self, verdict: Verdict) -> Commentaire:
        """Store it at its place; Closed when the phase has moved on while it was written."""
        with transaction.atomic():
            self.topic.refresh_from_db(fields=["status", "phase_ends"])
            check(self.topic, self.under, self.cleaned_data["kind"])
            known = Commentaire.objects.filter(uuid=self.cleaned_data["uuid"])
            if known.exclude(propos__opportunite=self.topic.pk).exists():
                raise Closed(gettext("Ces mots sont déjà arrivés ailleurs : rechargez la page."))
            stored = super().send(verdict)
            put(self.topic, stored, self.under, phase_open(self.topic), self.origin)
        return stored


class ReplyForm(CommentForm):
    """What an agent or a référent answers to a question of a thread, in whatever phase: it was promised."""

    def __init__(self, *args: Any, question: Commentaire, person: User, **kwargs: Any) -> None:
        super().__init__(*args, fiche=question.fiche, person=person, **kwargs)
        self.question = question
        for name in ("kind", "answers"):
            self.fields.pop(name, None)
        self.fields["named"].required = True
        self.fields["named"].choices = [each for each in self.fields["named"].choices if each[0] not in {"", "yes"}]

    @property
    def may(self) -> bool:
        """Whether this person answers anything here."""
        return bool(self.fields["named"].choices)

    def clean(self) -> dict[str, Any]:
        """It is an opinion that answers the question."""
        return super().clean() | {"kind": CommentKind.AVIS, "answers": self.question}
