"""The form of a comment."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import RoleName, User
from carto.fiches.comments.actions import RESIDENT, comment, roles_on
from carto.fiches.comments.kinds import kinds_of, on_its_page
from carto.fiches.comments.querysets import OFFICIAL
from carto.fiches.forms import TidyField
from carto.fiches.models import Commentaire, CommentKind, Fiche, Rule, Visibility
from carto.fiches.trust.holding import Hold
from carto.fiches.trust.personal import find_personal
from carto.fiches.trust.weighing import Verdict
from carto.fiches.trust.wording import SORTS, listed

ANONYMOUS, NAMED = "", "yes"
AS_ROLE = {RoleName.AGENT: _("Comme agent de la ville"), RoleName.REFERENT: _("Comme référent de quartier")}


class QuestionField(forms.ModelChoiceField):
    """One of the questions that wait, told by its first words."""

    def label_from_instance(self, obj: Commentaire) -> str:
        """« Qui entretiendra le banc ? »."""
        return Truncator(" ".join(obj.text.split())).chars(80)


class CommentForm(forms.Form):
    """A kind, words, and under what name; anonymous unless one says otherwise."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("C’est…"), choices=CommentKind.choices, widget=forms.RadioSelect)
    text = TidyField(label=_("Vos mots"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    answers = QuestionField(
        queryset=Commentaire.objects.none(), required=False, label=_("Cela répond à une question"),
        empty_label=_("non"),
    )  # fmt: skip
    named = forms.ChoiceField(label=_("Votre nom"), choices=[], required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, fiche: Fiche, person: User | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "commentaire_%s")
        super().__init__(*args, **kwargs)
        self.fiche, self.person = fiche, person
        self.fields["kind"].choices = kinds_of(fiche)
        self.initial |= {"uuid": uuid.uuid4(), "kind": CommentKind.AVIS, "named": ANONYMOUS}
        held = dict.fromkeys(role.name for role in roles_on(person, fiche)) if person else {}
        if not held:
            del self.fields["answers"]
        else:
            self.fields["answers"].queryset = on_its_page(Commentaire.objects.questions_of(fiche.pk), fiche)
            self.initial["named"] = next(iter(held))
        if person is None:
            del self.fields["named"]
        else:
            self.fields["named"].choices = [
                (ANONYMOUS, _("Rester anonyme")),
                (NAMED, _("Signer de mon nom")),
                *((name, AS_ROLE[RoleName(name)]) for name in held),
            ]

    @property
    def question_days(self) -> int:
        """In how many working days a question is answered."""
        return settings.CARTO_QUESTION_DAYS

    def clean(self) -> dict[str, Any]:
        """A question is answered under one's role: whoever asked knows then who answers."""
        data = super().clean()
        if data.get("answers") and data.get("named") not in OFFICIAL:
            said = gettext("pour répondre à une question, signez comme agent ou comme référent.")
            self.add_error("named", said)
        return data

    def send(self, verdict: Verdict) -> Commentaire:
        """Store it, once; it waits for a look when the verdict says so or when its words may tell who somebody is.

        Of whoever stays anonymous nothing is kept.
        """
        data = self.cleaned_data
        signed = data.get("named", ANONYMOUS)
        sorts = {found.sort for found in find_personal(data["text"])}
        holds = [Hold(Rule.PERSONAL, listed(sort for sort in SORTS if sort in sorts))] if sorts else []
        waits = bool(holds or verdict.holds)
        with transaction.atomic():
            new = not Commentaire.objects.filter(uuid=data["uuid"]).exists()
            stored = comment(
                self.fiche, data["text"], uuid=data["uuid"], kind=data["kind"],
                author=self.person if signed else None,
                role=signed if signed not in {ANONYMOUS, NAMED} else RESIDENT,
                visibility=Visibility.WAITING if waits else Visibility.PUBLIC,
                answers=data.get("answers"),
            )  # fmt: skip
            if new:
                verdict.settle(self.fiche, *holds, commentaire=stored)
        return stored
