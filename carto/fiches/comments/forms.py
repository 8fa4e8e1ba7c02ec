"""The form of a comment."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import RoleName, User
from carto.fiches.comments.actions import RESIDENT, comment, roles_on
from carto.fiches.forms import TidyField
from carto.fiches.models import Commentaire, CommentKind, Fiche, Visibility

ANONYMOUS, NAMED = "", "yes"
AS_ROLE = {RoleName.AGENT: _("Comme agent de la ville"), RoleName.REFERENT: _("Comme référent de quartier")}


class CommentForm(forms.Form):
    """A kind, words, and under what name; anonymous unless one says otherwise."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("C’est…"), choices=CommentKind.choices, widget=forms.RadioSelect)
    text = TidyField(label=_("Vos mots"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    named = forms.ChoiceField(label=_("Votre nom"), choices=[], required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, fiche: Fiche, person: User | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "commentaire_%s")
        super().__init__(*args, **kwargs)
        self.fiche, self.person = fiche, person
        self.initial |= {"uuid": uuid.uuid4(), "kind": CommentKind.AVIS, "named": ANONYMOUS}
        if person is None:
            del self.fields["named"]
        else:
            held = dict.fromkeys(role.name for role in roles_on(person, fiche))
            self.fields["named"].choices = [
                (ANONYMOUS, _("Rester anonyme")),
                (NAMED, _("Signer de mon nom")),
                *((name, AS_ROLE[RoleName(name)]) for name in held),
            ]

    def send(self, *, visibility: str = Visibility.PUBLIC) -> Commentaire:
        """Store it, to be seen at once or once it was looked at; of whoever stays anonymous nothing is kept."""
        data = self.cleaned_data
        signed = data.get("named", ANONYMOUS)
        return comment(
            self.fiche, data["text"], uuid=data["uuid"], kind=data["kind"],
            author=self.person if signed else None,
            role=signed if signed not in {ANONYMOUS, NAMED} else RESIDENT, visibility=visibility,
        )  # fmt: skip
