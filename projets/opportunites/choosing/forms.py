"""What people write of a consultation: who they are when they speak, its dates and rules, its options, its paper."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.forms import TidyField
from carto.territoires.models import Level, Territoire
from projets.opportunites.choosing.casting import Who
from projets.opportunites.choosing.masses import age_label
from projets.opportunites.choosing.roll import CODES
from projets.opportunites.models import Consultation, Option
from projets.opportunites.referents.forms import LONGEST_SLEEP
from projets.votes.polls.poll import Proof
from projets.votes.polls.wording import METHODS

MOMENT: Final = "%Y-%m-%dT%H:%M"
DATES: Final = ("early_at", "opens_at", "closes_at", "counts_at")
RESERVED: Final = {"animer"}
LONGEST_SLUG: Final = 60
CODE: Final = "code"
OLDEST: Final = 120


def _words(label: Any, help_text: Any, longest: int, rows: int = 2, required: bool = False) -> TidyField:
    area = forms.Textarea({"rows": rows})
    return TidyField(label=label, help_text=help_text, max_length=longest, required=required, widget=area)


class WhoForm(forms.Form):
    """Where one lives, how old one is, and by what one is recognised; `phone`: said to a facilitator."""

    secteur = forms.ChoiceField(label=_("Où habitez-vous ?"), required=False)
    age = forms.ChoiceField(label=_("Votre âge"), required=False, help_text=_("Vous pouvez ne pas le dire."))
    preuve = forms.ChoiceField(label=_("Comment vous reconnaître"), widget=forms.RadioSelect)
    code = TidyField(
        label=_("Votre code"), max_length=40, required=False, help_text=_("Celui du courrier ou du guichet."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    nom = TidyField(
        label=_("Prénom et nom"), max_length=120, required=False, help_text=_("Pour une voix sur l’honneur.")
    )
    naissance = forms.DateField(
        label=_("Date de naissance"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, consultation: Consultation, person: User | None, *args: Any, verified: bool = False, phone: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.consultation, self.person, self.verified = consultation, person, verified
        offered = [(Proof.PHONE.value, Proof.PHONE.label)] if phone else self._offered()
        self.fields["preuve"].choices = offered
        if len(offered) == 1:
            self.initial.setdefault("preuve", offered[0][0])
        self._ask(offered)

    def _offered(self) -> list[tuple[str, Any]]:
        """The proofs that this person may give here and now; both sorts of codes are typed in one field."""
        asked = self.consultation.proofs
        offered: list[tuple[str, Any]] = []
        if self.person and self.verified and Proof.OIDC in asked:
            offered.append((Proof.OIDC.value, Proof.OIDC.label))
        elif self.person and Proof.ACCOUNT in asked:
            offered.append((Proof.ACCOUNT.value, gettext("avec mon compte")))
        if set(CODES) & set(asked):
            offered.append((CODE, gettext("avec un code reçu par courrier ou au guichet")))
        if Proof.DECLARED in asked:
            offered.append((Proof.DECLARED.value, gettext("sur l’honneur : mon nom et ma date de naissance")))
        return offered

    def _ask(self, offered: list[tuple[str, Any]]) -> None:
        """Only what is needed."""
        values = {value for value, _label in offered}
        areas = [(area["code"], area["name"]) for area in self.consultation.electorate]
        self.fields["secteur"].choices = areas if len(areas) == 1 else [("", "—"), *areas]
        ages = self.consultation.people.get("ages", [])
        self.fields["age"].choices = [("", gettext("je ne le dis pas")), *((age, age_label(age)) for age in ages)]
        if not ages:
            del self.fields["age"]
        if CODE not in values:
            del self.fields["code"]
        if not values & {Proof.DECLARED, Proof.PHONE}:
            del self.fields["nom"], self.fields["naissance"]

    def clean_naissance(self) -> date | None:
        """A day on which somebody alive was born."""
        born, today = self.cleaned_data["naissance"], timezone.localdate()
        if born and not today.year - OLDEST <= born.year <= today.year:
            raise ValidationError(gettext("cette date ne va pas."))
        return born

    def clean(self) -> dict[str, Any]:
        """What the proof needs; `who` and `area` are what the roll and the count are told."""
        data = super().clean()
        proof = data.get("preuve")
        if proof == CODE:
            self._by_code(data)
        elif proof in (Proof.DECLARED, Proof.PHONE):
            for name, said in (
                ("nom", gettext("dites votre nom.")),
                ("naissance", gettext("dites votre date de naissance.")),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, said)
            data["who"] = Who.of_name(Proof(proof), data.get("nom") or "", f"{data.get('naissance') or ''}")
        elif proof and self.person:
            data["who"] = Who.of_person(self.person, verified=proof == Proof.OIDC)
        data.setdefault("area", data.get("secteur", ""))
        if not data["area"] and "code" not in self.errors:
            self.add_error("secteur", gettext("dites où vous habitez."))
        return data

    def _by_code(self, data: dict[str, Any]) -> None:
        try:
            data["who"], data["area"] = Who.of_code(self.consultation, data.get("code") or "")
        except ValidationError as error:
            self.add_error("code", error)


class ConsultationForm(forms.ModelForm):
    """A consultation while it is a draft."""

    title = TidyField(label=_("La question"), max_length=140)
    text = _words(_("En quelques mots"), _("Ce que l’on choisit, et ce qui ne change pas."), 4000, 4)
    organiser = TidyField(label=_("Qui organise ?"), max_length=200, required=False)
    decides = _words(
        _("Ce qui sera fait du résultat"),
        _("« Le service suit ce qui vient en premier, ou dit en conseil pourquoi il s’en écarte. »"),
        300,
    )
    proofs = forms.MultipleChoiceField(
        label=_("Preuves demandées"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("De la plus légère à la plus forte. Le résultat est dit aussi preuve par preuve."),
        choices=[choice for choice in Proof.choices if choice[0] not in (Proof.PHONE, Proof.PAPER)],
    )  # fmt: skip

    class Meta:
        model = Consultation
        fields = (
            "title", "text", "method", "dots", *DATES, "areas", "early_areas", "proofs", "ages", "youngest", "quorum",
            "keeps", "sleeps_until", "hidden", "organiser", "decides",
        )  # fmt: skip
        widgets = {
            "method": forms.RadioSelect,
            "sleeps_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }
        field_classes = dict.fromkeys(DATES, forms.DateTimeField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DATES:
            self.fields[name].widget = forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT)
            self.fields[name].input_formats = [MOMENT, "%Y-%m-%dT%H:%M:%S"]
        self.fields["method"].choices = [(method.value, f"{name} : {told}") for method, (name, told) in METHODS.items()]
        places = Territoire.objects.in_force(timezone.localdate()).filter(level__in=(Level.COMMUNE, Level.QUARTIER))
        for name in ("areas", "early_areas"):
            self.fields[name].queryset = places.defer("geom").order_by("-level", "name")
            self.fields[name].widget.attrs["size"] = 8
            self.fields[name].help_text = gettext("Plusieurs, avec Ctrl ou Majuscule.")
        self.fields["keeps"].required = False
        if self.instance.opportunite_id is not None:  # only a session has others to put to sleep
            del self.fields["keeps"], self.fields["sleeps_until"]

    def clean_keeps(self) -> int:
        """None is kept apart when nothing is said: nothing sleeps."""
        return self.cleaned_data["keeps"] or 0

    def clean_sleeps_until(self) -> date | None:
        """A day within two years, as for any topic that is set aside."""
        until = self.cleaned_data["sleeps_until"]
        if until and until > timezone.localdate() + LONGEST_SLEEP:
            raise ValidationError(gettext("un jour à venir, dans deux ans au plus."))
        return until

    def clean(self) -> dict[str, Any]:
        """Those who come first are among those who choose."""
        data = super().clean()
        if set(data.get("early_areas") or ()) - set(data.get("areas") or ()):
            self.add_error("early_areas", gettext("ces secteurs doivent aussi être de ceux qui choisissent."))
        return data

    def save(self, commit: bool = True) -> Consultation:
        """With an address of its own, made from its question."""
        if not self.instance.slug:
            self.instance.slug = free_slug(self.cleaned_data["title"])
        return super().save(commit)


def free_slug(title: str) -> str:
    """A short address that nobody has."""
    base = slugify(title)[:LONGEST_SLUG].strip("-") or "consultation"
    slug, rank = base, 1
    while slug in RESERVED or Consultation.objects.filter(slug=slug).exists():
        rank += 1
        slug = f"{base[: LONGEST_SLUG - 4]}-{rank}"
    return slug


class OptionForm(forms.ModelForm):
    """One option: what it means, what follows, what it costs."""

    name = TidyField(label=_("Nom"), max_length=140)
    meaning = _words(_("Ce que c’est"), "", 1000)
    consequence = _words(_("Ce que cela entraîne"), _("Pour qui, à partir de quand ; ce que l’on perd aussi."), 1000)

    class Meta:
        model = Option
        fields = ("name", "meaning", "consequence", "cost", "cost_kind", "cost_year", "cost_basis")


class CancelForm(forms.Form):
    """Stopping a consultation."""

    why = _words(
        _("Pourquoi annuler ?"), _("Tout le monde le lira. Ce qui a été dit est effacé, sans être compté."), 300
    )


class PaperForm(forms.Form):
    """A bundle of paper ballots of one area."""

    number = TidyField(label=_("Numéro de la liasse"), max_length=20, help_text=_("Celui écrit sur la liasse."))
    place = TidyField(label=_("Où on a voté"), max_length=140)
    area = forms.ChoiceField(label=_("Habitants de"))
    lines = forms.CharField(
        label=_("Les bulletins"), max_length=200_000, widget=forms.Textarea({"rows": 8, "spellcheck": "false"})
    )
    reasons = forms.CharField(
        label=_("Les raisons des objections"), max_length=200_000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Une par ligne : « B : trop loin de l’arrêt »."),
    )  # fmt: skip

    def __init__(self, consultation: Consultation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(area["code"], area["name"]) for area in consultation.electorate]
        if consultation.method != "consent":
            del self.fields["reasons"]


class CodesForm(forms.Form):
    """How many codes, for whom, to post or for a counter."""

    proof = forms.ChoiceField(label=_("Pour"), choices=[(proof.value, proof.label) for proof in CODES])
    area = forms.ChoiceField(label=_("Habitants de"))
    many = forms.IntegerField(label=_("Combien"), min_value=1, max_value=20_000)

    def __init__(self, consultation: Consultation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(area["code"], area["name"]) for area in consultation.electorate]
        asked = [proof for proof in CODES if proof in consultation.proofs]
        self.fields["proof"].choices = [(proof.value, proof.label) for proof in asked]
