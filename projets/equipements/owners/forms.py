"""What a publisher writes of a facility: what it is and where, and who may publish in whose name."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.forms import READ_AT, FicheForm, TidyField
from carto.fiches.models import Theme
from projets.equipements.models import STATUS_LABELS, Equipement, Nature, Organisme, TypeEquipement
from projets.equipements.owners.hands import THE_CITY
from projets.equipements.signing import signed
from projets.equipements.workflow import WORKFLOW, Status

OWN: Final = (
    "title", "nature", "type", "theme", "status", "text", "owner", "operator", "address", "hours", "capacity",
    "capacity_of", "opened", "closed", "begins_on", "ends_on", "website",
)  # fmt: skip
PLACE: Final = ("longitude", "latitude", "precision", "osm_id", "adresse", "held", "candidat")
WORKS_THEME: Final = "travaux"  # by whose picture the map knows them
YEAR: Final = {"min_value": 1, "max_value": 2200, "required": False}


class SignatureField(forms.TypedChoiceField):
    """In whose name: the city's, or that of an organisation; hidden when there is one answer."""

    def offer(self, names: list[Organisme | None], usual: Organisme | None) -> None:
        """Offer these names, the usual one first chosen."""
        by_code = {THE_CITY if each is None else str(each.pk): each for each in names}
        self.choices = [(code, signed(each)) for code, each in by_code.items()]
        self.coerce, self.empty_value = by_code.__getitem__, None
        self.initial = THE_CITY if usual is None else str(usual.pk)
        if len(by_code) == 1:
            self.required = False
            self.empty_value = names[0]
            self.widget = forms.HiddenInput()


class DayInput(forms.DateInput):
    """A day, as browsers send it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FacilityForm(FicheForm):
    """A facility: its place as everywhere here (map, address, list), and what people ask of it."""

    signature = SignatureField(label=_("Signé"))
    title = TidyField(label=_("Nom"), max_length=140)
    nature = forms.ChoiceField(label=_("Nature"), choices=[("", "—"), *Nature.choices])
    type = forms.ModelChoiceField(
        TypeEquipement.objects.all(),
        label=_("Type"),
        required=False,
        empty_label="—",
        help_text=_("ce à quoi on le compare"),
    )
    theme = forms.ModelChoiceField(
        Theme.objects.all(), label=_("Thème"), empty_label="—", help_text=_("des travaux vont sous « Travaux »")
    )
    status = forms.ChoiceField(label=_("État"))
    why = TidyField(
        label=_("Pourquoi cet état"), max_length=1000, required=False,
        help_text=_("Tout le monde le lira ; il est dû quand un lieu ferme."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(Organisme.objects.all(), label=_("Propriétaire"), required=False, empty_label="—")
    operator = TidyField(label=_("Gestionnaire"), max_length=120, required=False)
    address = TidyField(label=_("Adresse, comme on l’écrit"), max_length=200, required=False)
    hours = TidyField(
        label=_("Horaires"), max_length=300, required=False,
        help_text=_("comme dans OpenStreetMap : « Mo-Fr 09:00-18:00; PH off »"),
    )  # fmt: skip
    capacity = forms.IntegerField(label=_("Capacité"), min_value=0, max_value=10_000_000, required=False)
    capacity_of = TidyField(label=_("en"), max_length=40, required=False, help_text=_("places, lits, vélos"))
    opened = forms.IntegerField(label=_("Ouvert en (année)"), **YEAR)
    closed = forms.IntegerField(label=_("Fermé en (année)"), **YEAR)
    begins_on = forms.DateField(label=_("Travaux : du"), required=False, widget=DayInput())
    ends_on = forms.DateField(label=_("au"), required=False, widget=DayInput())
    website = forms.URLField(label=_("Site web"), required=False, max_length=200, assume_scheme="https")
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    read_by_all = ("title", "text", "operator", "why")

    def __init__(
        self,
        *args: Any,
        names: list[Organisme | None],
        usual: Organisme | None,
        of: Equipement | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.of = of
        for name in ("feeling", "temporality", "photos", "removed", "named", "email", "secret"):
            self.fields.pop(name, None)
        self.fields["text"].label = _("En quelques mots")
        self.fields["signature"].offer(names, usual)
        self._offer_states()
        if of is not None:
            self._tell(of)

    def kept_photos(self) -> Any:
        """It takes none."""
        return super().kept_photos().none()

    def _offer_states(self) -> None:
        """Of a new one, any; of one that is there, where it stands and where it may go from there."""
        states = list(Status)
        if self.of is None:
            del self.fields["why"]
        else:
            here = Status(self.of.status)
            states = [state for state in states if state == here or WORKFLOW.may_go(here, state)]
        self.fields["status"].choices = [(state.value, STATUS_LABELS[state]) for state in states]
        if self.of is None:
            self.initial.setdefault("status", Status.OPEN.value)

    def _tell(self, of: Equipement) -> None:
        self.initial |= {name: getattr(of, name) for name in OWN}
        self.initial |= {"uuid": of.uuid, "seen": of.updated_at.isoformat()}
        if of.geom.geom_type == "Point":
            self.initial |= {"longitude": f"{of.geom.x:.7f}", "latitude": f"{of.geom.y:.7f}", "held": READ_AT}
        else:  # a course or an area is not moved by a pin
            for name in PLACE:
                del self.fields[name]

    @property
    def placed(self) -> bool:
        """Whether the form asks where it is."""
        return "longitude" in self.fields

    def _place(self, data: dict[str, Any]) -> Any:
        return super()._place(data) if self.placed else self.of.geom

    def is_new(self, name: str, words: str) -> bool:
        """What stands there already was read when it was published."""
        return bool(words) and (self.of is None or words != getattr(self.of, name, ""))

    def clean(self) -> dict[str, Any]:
        """Besides, what the database would refuse, in words beside its field."""
        data = super().clean()
        begins, ends = data.get("begins_on"), data.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", gettext("La fin vient après le début."))
        opened, closed = data.get("opened"), data.get("closed")
        if opened and closed and closed < opened:
            self.add_error("closed", gettext("La fermeture vient après l’ouverture."))
        found = data.get("type")
        if data.get("nature") == Nature.WORKS and "theme" in data:
            data["theme"] = Theme.objects.filter(code=WORKS_THEME).first() or data["theme"]
        if found and data.get("nature") and found.nature != data["nature"]:
            told = {"type": found.name, "nature": Nature(found.nature).label}
            self.add_error("type", gettext("« %(type)s » est de nature « %(nature)s ».") % told)
        return data

    def told(self) -> dict[str, Any]:
        """The facility's own fields, its state apart."""
        return {name: self.cleaned_data[name] for name in OWN if name != "status"}


class MandateForm(forms.Form):
    """Who publishes in the name of an organisation, by the address of their account."""

    email = forms.EmailField(
        label=_("Adresse e-mail de son compte"), max_length=254,
        error_messages={"invalid": _("Cette adresse ne se lit pas.")},
    )  # fmt: skip

    def clean_email(self) -> User:
        """The account; whoever has none opens it first, by signing in once."""
        person = User.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if person is None:
            raise forms.ValidationError(
                gettext("Aucun compte à cette adresse : que la personne se connecte une fois, puis revenez ici.")
            )
        return person
