"""Forms of the desk of links: how much of a row, what it pays for, why; and what the queue is sorted out by."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projets.equipements.linking.purposes import OFFERED
from projets.equipements.linking.rows import MIRRORS
from projets.equipements.linking.scoring import ENOUGH, LIKELY, SURE
from projets.equipements.models import Cout, Equipement, Matter, Source

DEGREES = ((SURE, _("très ressemblants")), (LIKELY, _("ressemblants et plus")), (ENOUGH, _("tous")))
HUNDRED = Decimal(100)


class ConfirmForm(forms.Form):
    """The share of the row that is this place's, in percent; empty: all that is left of it."""

    share = forms.DecimalField(
        label=_("Part de la ligne pour ce lieu (%)"),
        help_text=_("Vide : tout ce qui reste. Pour plusieurs lieux, donnez à chacun sa part ; le reste est ailleurs."),
        min_value=Decimal("0.01"),
        max_value=HUNDRED,
        max_digits=5,
        decimal_places=2,
        localize=True,
        required=False,
    )
    purpose = forms.ChoiceField(
        label=_("Ce qui est payé"),
        choices=[("", _("d’après le texte")), *((each.value, Cout.Purpose(each).label) for each in OFFERED)],
        required=False,
    )

    def clean_share(self) -> Decimal | None:
        """As a part of one."""
        share = self.cleaned_data["share"]
        return None if share is None else share / HUNDRED


class TieForm(ConfirmForm):
    """The same by hand: to which place, and why."""

    equipement = forms.ModelChoiceField(Equipement.objects.public(), to_field_name="uuid", widget=forms.HiddenInput)
    why = forms.CharField(label=_("Pourquoi ce lieu"), max_length=500, required=False)


class WhyForm(forms.Form):
    """A reason, which history keeps."""

    reason = forms.CharField(label=_("Pourquoi"), max_length=500)


class QueueForm(forms.Form):
    """`?source=&contenu=&ressemblance=&commune=`: what the queue shows; what cannot be read is left out."""

    source = forms.ModelChoiceField(
        Source.objects.none(), to_field_name="code", label=_("Source"), required=False, empty_label=_("toutes")
    )
    contenu = forms.ChoiceField(label=_("Contenu"), required=False)
    ressemblance = forms.TypedChoiceField(
        label=_("Ressemblance"), required=False, coerce=float, empty_value=ENOUGH,
        choices=[(f"{least:g}", label) for least, label in reversed(DEGREES)],
    )  # fmt: skip
    commune = forms.ChoiceField(label=_("Commune"), required=False)

    def __init__(self, data: Any, *, sources: Any, communes: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["source"].queryset = sources
        self.fields["contenu"].choices = [("", _("tous")), *((each.value, each.label) for each in MIRRORS)]
        self.fields["commune"].choices = [("", _("toutes")), *communes]

    def asked(self) -> Q:
        """The filter on links."""
        self.is_valid()
        data, found = self.cleaned_data, Q(score__gte=self.cleaned_data.get("ressemblance") or ENOUGH)
        if data.get("source"):
            found &= Q(ligne__source=data["source"])
        if data.get("contenu") in Matter.values:
            found &= Q(ligne__source__matter=data["contenu"])
        if data.get("commune"):
            found &= Q(equipement__commune__code=data["commune"])
        return found
