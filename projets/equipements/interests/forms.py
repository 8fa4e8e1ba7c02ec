"""The form of an interest statement."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.forms import TidyField
from projets.equipements.models import Interet, Organisme


class InterestForm(forms.Form):
    """Who, in which function, since when, and what; « rien à déclarer » is said too."""

    name = TidyField(label=_("Votre nom, tel qu’il paraîtra"), max_length=120)
    function = TidyField(
        label=_("Votre fonction ici"),
        max_length=160,
        help_text=_("« référente du quartier », « service des marchés »…"),
    )
    nothing = forms.BooleanField(label=_("Je n’ai rien à déclarer"), required=False)
    text = TidyField(
        label=_("Ce que vous déclarez"),
        required=False,
        max_length=2000,
        help_text=_("Un emploi, une part, un mandat, un proche : ce qui pourrait compter dans une décision."),
        widget=forms.Textarea({"rows": 4}),
    )
    organisme = forms.ModelChoiceField(
        label=_("L’organisme concerné"), required=False, queryset=Organisme.objects.all(), to_field_name="slug",
        empty_label=_("aucun, ou pas dans la liste"),
    )  # fmt: skip
    since = forms.DateField(label=_("Depuis le"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.initial |= {"name": person.name, "since": localdate()}

    def clean_since(self) -> date:
        """Today at the latest: what is to come is declared when it comes."""
        if (since := self.cleaned_data["since"]) > localdate():
            raise forms.ValidationError(gettext("Cette date est dans l’avenir."), code="future")
        return since

    def clean(self) -> dict[str, Any]:
        """Either words or nothing to declare, not both."""
        data = super().clean()
        if bool(data.get("nothing")) == bool(data.get("text")) and "text" not in self.errors:
            self.add_error("text", gettext("dites ce que vous déclarez, ou cochez « rien à déclarer »."))
        return data

    def save(self) -> Interet:
        """Declare it."""
        return Interet.objects.create(person=self.person, **self.cleaned_data)
