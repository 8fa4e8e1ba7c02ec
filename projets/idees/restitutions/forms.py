"""Composing a restitution: own words, a view of the map, and chosen fiches with a word on each."""

import uuid
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.forms import TidyField
from carto.fiches.models import Fiche, Rule
from carto.fiches.trust.rereading import RereadForm
from projets.idees.models import Campagne, Restitution
from projets.idees.restitutions.actions import Chosen
from projets.idees.restitutions.sources import filters_of

MOST: Final = 20  # chosen fiches
OFFERED: Final = 12  # the latest of the view, to choose from
SAID: Final = 500  # characters on one fiche
CHOSEN, WORDS = "fiche-", "mots-"


class RestitutionForm(RereadForm):
    """What the page asks; the chosen fiches are boxes (`fiche-<uuid>`) with a line each (`mots-<uuid>`)."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    campagne = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    title = TidyField(label=_("Le titre de votre page"), max_length=140)
    text = TidyField(
        label=_("Ce que vous en retenez"),
        max_length=8000,
        help_text=_("Vos mots, comme vous le diriez à quelqu’un : ce qui ressort, ce qui manque, ce qu’il faudrait."),
        widget=forms.Textarea({"rows": 8}),
    )
    signature = TidyField(
        label=_("Signer, si vous voulez"),
        required=False,
        max_length=80,
        help_text=_("Un prénom, un groupe, une classe. Sans rien, la page est anonyme."),
    )
    official = forms.BooleanField(label=_("Au nom de la ville"), required=False)
    numero = TidyField(label=_("Ajouter une fiche par son numéro"), required=False, max_length=30)

    read_by_all = ("title", "text", "signature")

    def __init__(self, *args: Any, person: User | None, may_be_official: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not may_be_official:
            del self.fields["official"]
        self.fields["query"].initial = self.initial.get("query", "")
        self.initial.setdefault("uuid", uuid.uuid4())

    def clean_query(self) -> str:
        """Only what the map's own filters say."""
        return filters_of(self.cleaned_data["query"]).query()

    def clean_numero(self) -> str:
        """A number that the map shows; it joins the chosen ones."""
        number = self.cleaned_data["numero"].upper()
        if number and not Fiche.objects.public().filter(number=number).exists():
            raise forms.ValidationError(gettext("Aucune fiche publique ne porte ce numéro, comme S-2026-000123."))
        return number

    def clean(self) -> dict[str, Any]:
        """The chosen fiches, and what is said of each, read again for personal words."""
        data = super().clean()
        said = self.said()
        if len(said) > MOST:
            self.add_error(None, gettext("%(most)d fiches au plus : gardez celles qui comptent.") % {"most": MOST})
        found = {fiche.uuid: fiche for fiche in Fiche.objects.public().filter(uuid__in=list(said)[: MOST + 1])}
        self.chosen: Chosen = [(found[key], text) for key, text in said.items() if key in found]
        if number := data.get("numero"):
            fiche = Fiche.objects.public().get(number=number)
            if fiche.uuid not in found:
                self.chosen = [*self.chosen, (fiche, "")]
        self._reread("text", "\n".join(text for _fiche, text in self.chosen), sure=bool(data.get("sure")))
        if not data.get("query") and not self.chosen and not self.errors:
            self.add_error(None, gettext("Choisissez au moins une fiche, ou partez d’une vue de la liste."))
        return data

    def said(self) -> dict[UUID, str]:
        """What is said of each ticked fiche, in the order of the page."""
        said: dict[UUID, str] = {}
        for name in self.data:
            if name.startswith(CHOSEN):
                try:
                    key = UUID(name.removeprefix(CHOSEN))
                except ValueError:
                    continue
                words = self.data.get(f"{WORDS}{name.removeprefix(CHOSEN)}", "")
                said[key] = self.fields["numero"].to_python(words)[:SAID] if "\x00" not in words else ""
        return said

    def words(self) -> dict[str, Any]:
        """The fields of the row."""
        data = self.cleaned_data
        return {"title": data["title"], "text": data["text"], "query": data["query"], "signature": data["signature"]}

    def build(self) -> Restitution:
        """The row, not stored yet; signed by an account only when it speaks for the city."""
        official = self.cleaned_data.get("official", False)
        slug = self.cleaned_data["campagne"]
        return Restitution(
            uuid=self.cleaned_data["uuid"], official=official, author=self.person if official else None,
            campagne=Campagne.objects.public().filter(slug=slug).first() if slug else None, **self.words(),
        )  # fmt: skip


class LookForm(forms.Form):
    """What a moderator decides; the bin takes a rule and a reason that everybody reads."""

    rule = forms.ChoiceField(label=_("Règle"), choices=[("", _("choisissez")), *Rule.choices], required=False)
    reason = TidyField(
        label=_("Raison, lue par tous"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )


def offered(form: RestitutionForm, query: str) -> list[tuple[Fiche, bool, str]]:
    """The fiches that one may choose: those chosen already, then the latest of the view; with what is said of each."""
    said = form.said() if form.is_bound else {fiche.uuid: text for fiche, text in form.initial.get("chosen", ())}
    shown = Fiche.objects.public().for_cards()
    first = sorted(shown.filter(uuid__in=list(said)[:MOST]), key=lambda fiche: list(said).index(fiche.uuid))
    more = list(filters_of(query).fiches().exclude(uuid__in=list(said)).for_cards()[:OFFERED]) if query else []
    return [(fiche, fiche.uuid in said, said.get(fiche.uuid, "")) for fiche in [*first, *more]]


def query_of(params: QueryDict) -> str:
    """The map's filters of an address that leads here."""
    return filters_of(params.urlencode()).query()
