"""What is written of gates and meetings by whoever carries the topic, and by the service that answers."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.trust.personal import Sort, find_personal
from carto.territoires.geocoding import geocode
from projets.opportunites.gates.reading import began
from projets.opportunites.models import Consultation, Opportunite, Passage, Reunion
from projets.opportunites.workflow import Status

MOMENT: Final = "%Y-%m-%dT%H:%M"
FURTHEST: Final = timedelta(days=2 * 366)
MOST: Final = 100_000  # people in one meeting
REACHES: Final = {Sort.PHONE, Sort.EMAIL, Sort.IBAN, Sort.SECURITY}  # never a matter of what a meeting said
HERE, NOWHERE = "sujet", "non"


def words(label: Any, hint: Any = "", longest: int = 2000, rows: int = 3, required: bool = True) -> TidyField:
    """Text of some lines."""
    return TidyField(
        label=label, help_text=hint, max_length=longest, required=required, widget=forms.Textarea({"rows": rows})
    )


def day(label: Any, hint: Any = "") -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class PlaceForm(forms.Form):
    """Where, in words, and whether the map shows it: `spot` is what was understood, or None."""

    place = TidyField(
        label=_("Où"), max_length=200, help_text=_("« Salle Bretagne, 23 rue Villebois-Mareuil », un lien, un numéro.")
    )
    pin = forms.ChoiceField(
        label=_("Sur la carte"), required=False, widget=forms.RadioSelect,
        choices=[("", _("à cette adresse, si la carte la connaît")), (HERE, _("au lieu du sujet")),
                 (NOWHERE, _("nulle part"))],
    )  # fmt: skip

    def __init__(self, *args: Any, topic: Opportunite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic

    def clean(self) -> dict[str, Any]:
        """With the `spot`."""
        data = super().clean()
        data["spot"] = self._spot(data.pop("pin", ""), data.get("place", ""))
        return data

    def _spot(self, pin: str, place: str) -> Point | None:
        here = self.topic.geom.point_on_surface
        if pin == HERE:
            return here
        hits = geocode(place, near=here, limit=2) if place and pin != NOWHERE else []
        return hits[0].point if len(hits) == 1 else None


class MeetingForm(PlaceForm):
    """A meeting to come."""

    kind = forms.ChoiceField(label=_("On se retrouve"), widget=forms.RadioSelect)
    at = forms.DateTimeField(
        label=_("Quand"), input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
    )  # fmt: skip
    text = words(_("Pour quoi faire"), _("Ce que l’on y fera, ce qu’il faut apporter, qui peut venir."), required=False)
    access = words(
        _("Comment y accéder"), _("Marches, pente, bancs, arrêt le plus proche, langue des signes, boucle magnétique."),
        1000, required=False,
    )  # fmt: skip
    distant = words(
        _("Et de loin ?"), _("Pour qui ne peut pas venir : un lien, un numéro, des questions à poser avant."),
        1000, required=False,
    )  # fmt: skip
    field_order = ("kind", "at", "place", "pin", "text", "access", "distant", "came", "outcome")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        over = self.topic.status == Status.DELIVERED
        kinds = [each for each in Reunion.Kind.choices if over or each[0] != Reunion.Kind.AFTER]
        self.fields["kind"].choices = kinds
        self.initial.setdefault("kind", kinds[0][0])

    def clean_at(self) -> datetime:
        """Not in another century."""
        at = self.cleaned_data["at"]
        if abs(at - timezone.now()) > FURTHEST:
            raise ValidationError(gettext("à deux ans d’aujourd’hui au plus."))
        return at


class HeldForm(MeetingForm):
    """A meeting that was held and never announced: the same, and what came out of it."""

    came = forms.IntegerField(
        label=_("Combien de personnes sont venues"), min_value=0, max_value=MOST,
        help_text=_("Un nombre, et rien d’autre : on ne note pas qui."),
    )  # fmt: skip
    outcome = words(
        _("Ce qui en est sorti"), _("Ce qui s’est dit, ce qui a été conclu. Ne nommez pas qui est venu."), 4000, 6
    )

    def clean_outcome(self) -> str:
        """Without any way to reach somebody: who came is nobody's business."""
        outcome = self.cleaned_data["outcome"]
        if any(found.sort in REACHES for found in find_personal(outcome)):
            raise ValidationError(gettext("enlevez les numéros et les adresses : on ne garde rien de qui est venu."))
        return outcome


class TellForm(HeldForm):
    """What came out of a meeting that was announced, with its day and place as they were in the end."""

    def __init__(self, *args: Any, meeting: Reunion, **kwargs: Any) -> None:
        pin = "" if meeting.spot else NOWHERE
        told = {"at": timezone.localtime(meeting.at), "place": meeting.place, "pin": pin}
        super().__init__(*args, initial=told, **kwargs)
        for name in ("kind", "text", "access", "distant"):
            del self.fields[name]


class WhyForm(forms.Form):
    """A reason that everybody reads."""

    why = words(_("Pourquoi"), _("Tout le monde le lira, avec votre rôle et la date."), 1000)


class ConsultationField(forms.ModelChoiceField):
    """A consultation by its question, and where it stands."""

    def label_from_instance(self, obj: Consultation) -> str:
        """« Où mettre la maison ? (on choisit) »."""
        return f"{obj.title} ({obj.moment.label})"


class ReunionField(forms.ModelChoiceField):
    """A meeting by its day and place."""

    def label_from_instance(self, obj: Reunion) -> str:
        """« 3 mars 2026, 18:30 · Salle Bretagne »."""
        return f"{date_format(timezone.localtime(obj.at), 'j F Y, H:i')} · {obj.place}"


class AskedForm(forms.Form):
    """How the residents are asked: by one consultation with a mass, or by one meeting, held since the phase began."""

    consultation = ConsultationField(
        label=_("Les habitants répondent par cette consultation"), queryset=Consultation.objects.none(), required=False,
        empty_label=_("non, en réunion"),
        help_text=_("Ses possibilités se lisent côte à côte, avec leurs coûts. Elle demande une masse d’habitants."),
    )  # fmt: skip
    reunion = ReunionField(
        label=_("Ou en réunion"), queryset=Reunion.objects.none(), required=False, empty_label=_("non"),
        help_text=_("Son compte rendu vaudra oui à la suite. Si l’on y a dit non, ne la choisissez pas."),
    )  # fmt: skip

    def __init__(self, *args: Any, topic: Opportunite, since: datetime | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        polls = topic.consultations.filter(cancelled_at=None, quorum__gt=0, methode=None)
        meetings = topic.reunions.exclude(kind=Reunion.Kind.AFTER)
        if since is not None:
            polls = polls.filter(Q(opened_at=None) | Q(closes_at__gte=since))
            meetings = meetings.filter(at__gte=since)
        self.fields["consultation"].queryset, self.fields["reunion"].queryset = polls, meetings

    def clean(self) -> dict[str, Any]:
        """One way, not two."""
        data = super().clean()
        if bool(data.get("consultation")) == bool(data.get("reunion")) and not self.errors:
            self.add_error("consultation", gettext("choisissez une consultation, ou une réunion : l’une des deux."))
        return data


class GateForm(AskedForm):
    """What the phase gave, and how the residents say whether one goes on."""

    summary = words(
        _("Ce que la phase a donné"), _("Ce que l’on sait maintenant, ce qui reste ouvert, qui a pris part."), 4000, 6
    )
    field_order = ("summary", "consultation", "reunion")

    def __init__(self, *args: Any, topic: Opportunite, gate: Passage | None = None, **kwargs: Any) -> None:
        told = {name: getattr(gate, name) for name in ("summary", "consultation", "reunion")} if gate else {}
        phase = gate.phase if gate else topic.status
        super().__init__(*args, initial=told, topic=topic, since=began(topic, phase), **kwargs)


class ServiceForm(forms.Form):
    """The service's word: yes, or not yet and why."""

    yes = forms.ChoiceField(
        label=_("Le service dit"), widget=forms.RadioSelect,
        choices=[("oui", _("Oui à la suite")), ("non", _("Pas encore, parce que…"))],
    )  # fmt: skip
    said = words(_("En toutes lettres"), _("Ce qui convient, ou ce qui manque. Tout le monde le lira."))


class ReplyForm(forms.Form):
    """The answer to one objection."""

    said = words(_("Ce que l’on y répond"), _("Ce qui change pour en tenir compte, ou pourquoi cela tient."))
