"""What is asked of whoever decides: to announce, to write the sheet, to take, to tell what follows."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from projets.opportunites.deciding.chosen import Chosen
from projets.opportunites.models import Decision, Ecart, Jalon, Opportunite, Piste

KEPT, DEPARTED = "oui", "non"
FIRST_YEAR, LAST_YEAR = 1990, 2100


def day_field(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:
    """A day, as a browser's own calendar sends it."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget, validators=[_of_our_time])


def _of_our_time(day: date) -> None:
    """The years in which an amount is told, too: beyond them a finger has slipped."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        told = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(gettext("une date entre %(first)d et %(last)d.") % told)


def words_field(label: Any, longest: int, hint: Any = "", *, rows: int = 3, required: bool = True) -> TidyField:
    """Several lines of words."""
    area = forms.Textarea({"rows": rows})
    return TidyField(label=label, max_length=longest, help_text=hint, required=required, widget=area)


class AnnounceForm(forms.Form):
    """« Va être prise le… »: everybody who follows hears of it before."""

    expected_on = day_field(_("Elle sera prise le"))
    about = words_field(
        _("Ce sur quoi elle portera"), 600, _("Ce qui va être tranché, et comment on peut encore se faire entendre.")
    )

    def clean_expected_on(self) -> date:
        """Today or later."""
        expected = self.cleaned_data["expected_on"]
        if expected < localdate():
            raise ValidationError(gettext("aujourd’hui ou plus tard."))
        return expected


class SheetForm(forms.Form):
    """The lines of the sheet: each may wait, taking it is what is refused; `version` is the one that was read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = words_field(_("Ce qui est décidé"), 6000, rows=6, required=False)
    inputs = words_field(
        _("Ce sur quoi elle s’appuie"), 4000, _("Études, avis, comptes rendus, règles : ce que l’on a lu et entendu."),
        required=False,
    )  # fmt: skip
    sources = forms.MultipleChoiceField(
        label=_("Et plus précisément"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Ce qui a eu lieu sur ce sujet : la page y mène."),
    )  # fmt: skip
    criteria = words_field(_("Ce qui a compté pour décider"), 2000, required=False)
    signatory = TidyField(label=_("Qui signe"), max_length=160, required=False, help_text=_("Un nom."))
    signatory_role = TidyField(
        label=_("En tant que"), max_length=160, required=False, help_text=_("« adjointe à l’espace public »")
    )
    legal_act = TidyField(
        label=_("Acte"), max_length=200, required=False,
        help_text=_("Délibération, arrêté : son numéro et sa date. Laissez vide s’il n’y en a pas."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, decision: Decision, sources: list[dict[str, Any]], found: list[Chosen], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.decision, self.known, self.found = decision, {_key(each): each for each in sources}, found
        self.fields["sources"].choices = [(key, each["label"]) for key, each in self.known.items()]
        if not self.known:
            del self.fields["sources"]
        names = [name for name in self.fields if name not in {"sources"}]
        self.initial |= {name: getattr(decision, name) for name in names}
        self.initial["sources"] = [_key(each) for each in decision.sources]
        ecarts = {each.consultation_id: each for each in decision.ecarts.all()} if decision.pk else {}
        for each in found:
            self._ask(each, ecarts.get(each.consultation.pk))

    def _ask(self, each: Chosen, ecart: Ecart | None) -> None:
        """« Ce qui avait été choisi : X. Retenu tel quel / on s’en écarte »."""
        kept, decided, reason = names_for(each)
        asked = gettext("Ce qui avait été choisi : « %(name)s ».") % {"name": each.name}
        choices = [(KEPT, gettext("Retenu tel quel")), (DEPARTED, gettext("On s’en écarte"))]
        hint = each.consultation.title
        self.fields[kept] = forms.ChoiceField(
            label=asked, choices=choices, required=False, widget=forms.RadioSelect, help_text=hint
        )
        label = _("Ce qui est décidé à la place")
        self.fields[decided] = TidyField(label=label, max_length=300, required=False)
        hint = _("Tout le monde le lira ; sans raison, la décision ne peut pas être prise.")
        self.fields[reason] = words_field(_("Pourquoi on s’en écarte"), 2000, hint, required=False)
        said = self.decision.chosen.get(each.slug)
        if said is not None:
            self.initial[kept] = KEPT if said["kept"] else DEPARTED
        if ecart is not None:
            self.initial |= {decided: ecart.decided, reason: ecart.reason}

    def fill(self, decision: Decision) -> None:
        """Write the lines on the decision, unsaved."""
        told = self.cleaned_data
        for name in ("text", "inputs", "criteria", "signatory", "signatory_role", "legal_act"):
            setattr(decision, name, told[name])
        decision.sources = [self.known[key] for key in told.get("sources", [])]
        decision.chosen = {
            each.slug: {"title": each.consultation.title, "name": each.name, "kept": said == KEPT}
            for each in self.found
            if (said := told[names_for(each)[0]])
        }

    def departures(self) -> list[Ecart]:
        """Where it departs from what was chosen, unsaved."""
        found = []
        for each in self.found:
            kept, decided, reason = (self.cleaned_data[name] for name in names_for(each))
            if kept == DEPARTED:
                told = {"chosen": each.name, "decided": decided, "reason": reason}
                found.append(Ecart(consultation=each.consultation, **told))
        return found


def names_for(each: Chosen) -> tuple[str, str, str]:
    """The names of the three fields that are asked of one consultation."""
    return tuple(f"{name}-{each.slug}" for name in ("garde", "decide", "raison"))


def _key(source: dict[str, Any]) -> str:
    return f"{source['kind']}-{source['pk']}"


class PisteForm(forms.ModelForm):
    """One option; a name that the page filled in by itself counts as written."""

    name = TidyField(label=_("L’option"), max_length=160)
    kept = forms.BooleanField(label=_("Retenue"), required=False)
    reason = words_field(_("Pourquoi"), 2000, _("Retenue ou mise de côté, chacune a sa raison."), required=False)

    class Meta:
        model = Piste
        fields = ("name", "kept", "reason")

    def has_changed(self) -> bool:
        """An empty row is no row."""
        return super().has_changed() if self.instance.pk else bool(self._typed("name") or self._typed("reason"))

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip()


class EcartForm(forms.ModelForm):
    """One more departure, from what was agreed on otherwise than by a consultation."""

    chosen = TidyField(label=_("Ce qui avait été choisi"), max_length=300)
    decided = TidyField(label=_("Ce qui est décidé à la place"), max_length=300, required=False)
    reason = words_field(_("Pourquoi on s’en écarte"), 2000, required=False)

    class Meta:
        model = Ecart
        fields = ("chosen", "decided", "reason")


class JalonForm(forms.ModelForm):
    """One step that is promised."""

    title = TidyField(label=_("L’étape"), max_length=140)
    due_on = day_field(_("Prévue le"))

    class Meta:
        model = Jalon
        fields = ("title", "due_on")


def _rows(parent: type, model: type, form: type, most: int, extra: int = 2) -> type[BaseInlineFormSet]:
    return inlineformset_factory(parent, model, form=form, extra=extra, max_num=most, can_delete=True)


PisteRows = _rows(Decision, Piste, PisteForm, 30)
EcartRows = _rows(Decision, Ecart, EcartForm, 20, extra=1)
JalonRows = _rows(Opportunite, Jalon, JalonForm, 40)


class TakeForm(forms.Form):
    """To take it: `reason` only where something has to be excused, under one's name."""

    reason = words_field(
        _("Pourquoi décider quand même"), 1500, _("Tout le monde le lira, signé de votre nom."), required=False
    )

    def __init__(self, *args: Any, excuse: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not excuse:
            del self.fields["reason"]


class FollowForm(forms.Form):
    """What follows from the decision: the third notice."""

    follows = words_field(_("Ce qui suit"), 2500, _("Travaux, règles, achats : ce que la décision déclenche."), rows=4)
    whom = words_field(_("Ce qui change, et pour qui"), 1000)
    since = day_field(_("À partir du"))

    def told(self) -> str:
        """The three together, as everybody reads them."""
        said = self.cleaned_data | {"day": date_format(self.cleaned_data["since"], "j F Y")}
        return gettext("%(follows)s\nPour qui : %(whom)s\nÀ partir du %(day)s.") % said
