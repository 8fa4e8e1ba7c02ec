"""Preparing a round, and what a crew says at a stop."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Role
from carto.fiches.forms import PicturesField, PicturesInput, TidyField
from carto.territoires.geocoding import geocode
from carto.territoires.models import Level, Territoire
from signalements.models import CLOSING_LABELS, Stop, Tournee
from signalements.rounds.access import crews_of
from signalements.rounds.actions import MOST_STOPS
from signalements.rounds.gestures import UNDO, Gesture
from signalements.workflow import Closing

CLOSINGS = [(each.value, CLOSING_LABELS[each]) for each in (Closing.MENDED, Closing.MADE_SAFE)]


def _found(words: str) -> Point:
    """The best place that answers to the words; ValidationError (French) when there is none."""
    hits = geocode(words, limit=1)
    if not hits:
        raise ValidationError(gettext("Nous n’avons pas trouvé ce lieu. Essayez une rue ou un lieu voisin."))
    return hits[0].point


class CrewField(forms.ModelChoiceField):
    """With its service, for whoever sends several out."""

    def label_from_instance(self, crew: Crew) -> str:
        """« Équipe nord (Voirie) »."""
        return f"{crew.name} ({crew.service})"


class RoundForm(forms.Form):
    """A day, a crew, how it goes and from where."""

    name = TidyField(label=_("Nom"), required=False, max_length=120, help_text=_("Laissé vide, ce sera son jour."))
    day = forms.DateField(label=_("Jour"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    crew = CrewField(label=_("Équipe"), queryset=Crew.objects.none(), required=False, empty_label=_("tout le service"))
    vehicle = forms.ChoiceField(
        label=_("Comment ?"),
        choices=Tournee.Vehicle.choices,
        initial=Tournee.Vehicle.TRUCK.value,
        help_text=_("En camion, les sens interdits comptent."),
    )
    depart = TidyField(
        label=_("Départ"),
        required=False,
        max_length=200,
        help_text=_("Une adresse, une rue ou un lieu. Laissé vide, la tournée part du premier de la liste."),
    )
    returns = forms.BooleanField(label=_("Revenir au départ à la fin"), required=False)

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["crew"].queryset = crews_of(roles)
        self.fields["day"].initial = timezone.localdate()

    def clean_day(self) -> date:
        """Not over yet."""
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(gettext("Ce jour est passé : choisissez aujourd’hui ou plus tard."))
        return day

    def clean_depart(self) -> Point | None:
        """The words, as a place."""
        words = self.cleaned_data["depart"]
        return _found(words) if words else None

    def build(self) -> Tournee:
        """An unsaved round; its service is the crew's, when it has one."""
        data = self.cleaned_data
        named = data["name"] or gettext("Tournée du %(day)s") % {"day": date_format(data["day"], "l j F")}
        tournee = Tournee(
            name=named, day=data["day"], crew=data["crew"], vehicle=data["vehicle"], returns=data["returns"],
            start=data["depart"],
        )  # fmt: skip
        if data["crew"]:
            tournee.service = data["crew"].service
        return tournee


class SuggestForm(forms.Form):
    """How many of the most pressing, and where."""

    combien = forms.IntegerField(label=_("Combien d’arrêts ?"), min_value=1, max_value=MOST_STOPS, initial=20)
    quartier = forms.ModelChoiceField(
        label=_("Dans le quartier"), queryset=Territoire.objects.none(), required=False, empty_label=_("partout"),
        to_field_name="code",
    )  # fmt: skip
    autour = TidyField(label=_("Autour de"), required=False, max_length=200, help_text=_("Une adresse ou un lieu."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "proposer_%s")
        super().__init__(*args, **kwargs)
        quartiers = Territoire.objects.in_force(timezone.localdate()).filter(level=Level.QUARTIER)
        self.fields["quartier"].queryset = quartiers.order_by("name")

    def clean_autour(self) -> Point | None:
        """The words, as a place."""
        words = self.cleaned_data["autour"]
        return _found(words) if words else None


class GestureForm(forms.Form):
    """What was done at a stop, by hand or by the outbox of a phone: the same fields."""

    gesture = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(choices=[*Stop.Outcome.choices, (UNDO, UNDO)], widget=forms.HiddenInput)
    closing = forms.ChoiceField(choices=[("", _("une photo le montre")), *CLOSINGS], required=False)
    words = TidyField(required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))
    note = TidyField(required=False, max_length=500, widget=forms.Textarea({"rows": 2}))
    photos = PicturesField(required=False, widget=PicturesInput())

    def read(self) -> Gesture:
        """As the actions take it."""
        data = self.cleaned_data
        return Gesture(
            uuid=data["gesture"], outcome=data["outcome"], closing=data["closing"], words=data["words"],
            note=data["note"], pictures=data["photos"],
        )  # fmt: skip
