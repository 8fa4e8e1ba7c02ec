"""What an agent writes for everybody."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.answering.actions import answer, services_of
from carto.fiches.forms import TidyField
from carto.fiches.models import Evenement, Fiche, What


class OfficialForm(forms.Form):
    """The answer, and the service that gives it when somebody works for several."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)  # official answers given so far
    text = TidyField(
        label=_("Votre réponse, lue par tout le monde"), max_length=2000, required=False,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    service = forms.ModelChoiceField(queryset=None, label=_("Au nom de"), empty_label=None)

    def __init__(self, *args: Any, fiche: Fiche, person: User, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "officielle_%s")
        super().__init__(*args, **kwargs)
        self.fiche, self.person = fiche, person
        services = services_of(person)
        self.fields["service"].queryset = services
        self.fields["service"].initial = services.first()
        self.given = fiche.evenements.filter(what=What.ANSWER).count()
        self.initial["seen"] = self.given

    @property
    def only(self) -> Any:
        """The service, when there is but one to answer for."""
        services = list(self.fields["service"].queryset[:2])
        return services[0] if len(services) == 1 else None

    def clean(self) -> dict[str, Any]:
        """A colleague may have answered meanwhile: nobody is told the same thing twice by mistake."""
        data = super().clean()
        if data.get("seen") is not None and data["seen"] != self.given:
            self.data = self.data.copy()
            self.data["seen"] = self.given
            said = gettext("Quelqu’un vient de répondre : relisez l’histoire, puis envoyez si votre réponse ajoute.")
            raise ValidationError(said, code="changed")
        return data

    def send(self) -> Evenement:
        """Write it in the history. ValidationError (French) when there is nothing to read."""
        data = self.cleaned_data
        return answer(self.fiche, data["text"], service=data["service"], person=self.person)
