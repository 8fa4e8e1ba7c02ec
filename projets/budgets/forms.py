"""What those who animate write of a participatory budget: its dates and rules, its money, its projects, its paper."""

from typing import Any, Final

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.models import Fiche
from carto.territoires.geocoding import geocode
from carto.territoires.models import Level, Territoire
from projets.budgets.models import BudgetParticipatif, Enveloppe, Jalon, Origin, Projet
from projets.votes.scrutin import LAST_GRADE, Rule
from projets.votes.wording import RULES

MOMENT: Final = "%Y-%m-%dT%H:%M"
RESERVED: Final = {"animer"}
LONGEST_SLUG: Final = 40
DATES: Final = ("opens_at", "study_at", "vote_opens_at", "vote_closes_at", "counts_at")
ALWAYS: Final = {"title", "text"}  # what may still be put better once it is published


def _words(label: Any, help_text: Any, longest: int, rows: int = 2, required: bool = False) -> TidyField:
    area = forms.Textarea({"rows": rows})
    return TidyField(label=label, help_text=help_text, max_length=longest, required=required, widget=area)


class BudgetForm(forms.ModelForm):
    """A participatory budget. Once it is published its dates and rules are what people count on: they stay."""

    title = TidyField(label=_("Titre"), max_length=140)
    text = _words(_("En quelques mots"), _("Ce que l’on décide ensemble, et ce qui ne change pas."), 4000, 4)
    organiser = TidyField(label=_("Qui organise ?"), max_length=200, required=False)
    decides = _words(
        _("Qui décide, et de quoi ?"),
        _("« Le vote décide ; la ville réalise les projets retenus sous deux ans. »"),
        300,
    )

    class Meta:
        model = BudgetParticipatif
        fields = (
            "title", "text", "slug", *DATES, "rule", "choices", "points", "threshold", "tie", "organiser", "decides",
        )  # fmt: skip
        widgets = {"rule": forms.RadioSelect, "tie": forms.RadioSelect}
        field_classes = dict.fromkeys(DATES, forms.DateTimeField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DATES:
            self.fields[name].widget = forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT)
            self.fields[name].input_formats = [MOMENT]
        told = [(rule.value, f"{name} : {about}") for rule, (name, about) in RULES.items()]
        self.fields["rule"].choices = told
        self.fields["slug"].required = False
        self.fields["slug"].help_text = gettext("Laissée vide, elle vient du titre.")
        if self.instance.published_at is not None:
            for name, field in self.fields.items():
                field.disabled = name not in ALWAYS

    def clean_slug(self) -> str:
        """The address, or one made from the title."""
        asked = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))[:LONGEST_SLUG].strip("-")
        base, slug, rank = asked or "budget", asked or "budget", 1
        others = BudgetParticipatif.objects.exclude(pk=self.instance.pk)
        while others.filter(slug=slug).exists() or slug in RESERVED:
            rank += 1
            slug = f"{base[: LONGEST_SLUG - 4]}-{rank}"
        return slug

    def clean(self) -> dict[str, Any]:
        """A grade goes from 0 to 5: a higher threshold would leave everything out."""
        data = super().clean()
        if data.get("rule") == Rule.JUDGEMENT and (data.get("threshold") or 0) > LAST_GRADE:
            self.add_error("threshold", gettext("pour le jugement majoritaire, une mention va de 0 à 5."))
        return data


class EnveloppeForm(forms.ModelForm):
    """The money of one area, and what sort of figure it is."""

    name = TidyField(label=_("Nom"), max_length=80, help_text=_("« Quartier Centre-Ville »"))

    class Meta:
        model = Enveloppe
        fields = ("name", "territoire", "amount", "kind", "basis", "year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        places = Territoire.objects.in_force(today).filter(level__in=(Level.COMMUNE, Level.QUARTIER))
        self.fields["territoire"].queryset = places.defer("geom").order_by("-level", "name")
        self.initial.setdefault("year", today.year)

    def clean_name(self) -> str:
        """Each envelope of a budget has a name of its own."""
        name, others = self.cleaned_data["name"], Enveloppe.objects.filter(budget=self.instance.budget_id)
        if others.exclude(pk=self.instance.pk).filter(name=name).exists():
            raise ValidationError(gettext("une enveloppe a déjà ce nom."))
        return name


class ProjetForm(forms.ModelForm):
    """A project, from the idea of residents or from the city, with what its study found."""

    title = TidyField(label=_("Titre"), max_length=140)
    text = _words(_("Description"), _("Ce que l’on fera, pour qui."), 2000, 4)
    idea = TidyField(
        label=_("Idée d’origine"), max_length=20, required=False,
        help_text=_("Son numéro : I-2026-000123. Il ne sera dit qu’après le vote."),
    )  # fmt: skip
    address = TidyField(
        label=_("Où ?"), max_length=200, required=False,
        help_text=_("Une rue ou une adresse. Laissé vide : le lieu de l’idée, ou celui déjà connu."),
    )  # fmt: skip
    reason = _words(_("Ce que l’étude a trouvé"), _("Dû si le projet est faisable ou mis de côté."), 1000)
    price_why = _words(_("Ce que ce prix comprend"), _("Études, travaux, entretien… Dû avec le prix."), 1000)

    class Meta:
        model = Projet
        fields = (
            "enveloppe", "title", "text", "theme", "nature", "origin", "idea", "address", "feasibility", "reason",
            "price", "price_why", "incompatible",
        )  # fmt: skip
        widgets = {
            "origin": forms.RadioSelect, "feasibility": forms.RadioSelect,
            "incompatible": forms.CheckboxSelectMultiple,
        }  # fmt: skip

    def __init__(self, budget: BudgetParticipatif, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enveloppe"].queryset = budget.enveloppes.select_related("budget")
        others = Projet.objects.filter(enveloppe__budget=budget).exclude(pk=self.instance.pk)
        self.fields["incompatible"].queryset = others
        self.fields["origin"].choices = Origin.choices
        self.fields["incompatible"].help_text = ""
        self.fields["enveloppe"].disabled = self.instance.pk is not None  # its number on the ballot comes from there
        if self.instance.fiche is not None:
            self.initial["idea"] = self.instance.fiche.number

    def clean_idea(self) -> Fiche | None:
        """The public fiche of that number."""
        number = self.cleaned_data["idea"].strip().upper()
        fiche = Fiche.objects.public().filter(number=number).first() if number else None
        if number and fiche is None:
            raise ValidationError(gettext("nous ne trouvons pas cette idée."))
        return fiche

    def clean(self) -> dict[str, Any]:
        """Where it is: from the address, else from the idea, else where it was."""
        data = super().clean()
        self.place(data)
        return data

    def place(self, data: dict[str, Any]) -> None:
        """Set the point (SRID 4326), or say that one is owed."""
        self.instance.fiche = data.get("idea") if "idea" not in self.errors else self.instance.fiche
        if words := data.get("address"):
            if hits := geocode(words, limit=1):
                self.instance.geom = hits[0].point
            else:
                self.add_error("address", gettext("nous n’avons pas trouvé ce lieu. Essayez une rue voisine."))
        elif self.instance.geom is None and self.instance.fiche is not None:
            on_it = self.instance.fiche.geom.point_on_surface
            self.instance.geom = Point(on_it.x, on_it.y, srid=4326)
        elif self.instance.geom is None:
            self.add_error("address", gettext("dites où : une adresse, ou l’idée d’origine."))

    def validate_constraints(self) -> None:
        """What is owed is said field by field (`studying.store`), in the same words."""


class CloseForm(forms.Form):
    """Ending a vote before its time."""

    why = _words(_("Pourquoi fermer le vote maintenant ?"), _("Tout le monde le lira."), 300)


class PaperForm(forms.Form):
    """A bundle of paper ballots."""

    number = TidyField(label=_("Numéro de la liasse"), max_length=20, help_text=_("Celui écrit sur la liasse."))
    place = TidyField(label=_("Où on a voté"), max_length=140)
    lines = forms.CharField(
        label=_("Les bulletins"), max_length=200_000, widget=forms.Textarea({"rows": 10, "spellcheck": "false"})
    )


JalonFormSet = forms.inlineformset_factory(
    Projet, Jalon, fields=("title", "due_on", "done_on"), extra=2, labels={"title": _("Ce qui est fait")}, max_num=30,
    widgets={name: forms.DateInput({"type": "date"}, format="%Y-%m-%d") for name in ("due_on", "done_on")},
)  # fmt: skip
