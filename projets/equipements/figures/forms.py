"""What one asks of the lists of public money, and the words that tell a figure."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.text import tidy
from projets.equipements.figures.querysets import STANDING, buyers, fold, running_then, saying, tied
from projets.equipements.models import Achat, Marche, Subvention, Titulaire

SOON: Final = timedelta(days=365)
LINKED: Final = [("", _("tous")), ("oui", _("rattachés à un lieu")), ("non", _("pas encore sur la carte"))]


class Choice(forms.Form):
    """What every list asks; empty fields keep everything."""

    mots = forms.CharField(label=_("Chercher"), required=False, max_length=120)
    annee = forms.IntegerField(label=_("Année"), required=False, min_value=1900, max_value=2200)

    def value(self, name: str) -> Any:
        """What was asked, or nothing where it was wrong."""
        return getattr(self, "cleaned_data", {}).get(name)

    @property
    def is_used(self) -> bool:
        """Whether something narrows the list."""
        return any(self.value(name) for name in self.fields)

    @property
    def is_narrowed(self) -> bool:
        """Whether something besides the words does."""
        return any(self.value(name) for name in self.fields if name != "mots")


class ContractChoice(Choice):
    """Which contracts."""

    titulaire = forms.CharField(
        label=_("Entreprise"), required=False, max_length=120, help_text=_("son nom ou son SIRET")
    )
    acheteur = forms.ChoiceField(label=_("Acheteur"), required=False)
    sorte = forms.ChoiceField(
        label=_("Sorte"),
        required=False,
        choices=[("", _("tous")), ("marche", _("marchés")), ("concession", _("concessions"))],
    )
    lie = forms.ChoiceField(label=_("Sur la carte"), required=False, choices=LINKED)
    fin = forms.BooleanField(label=_("se termine dans les douze mois"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acheteur"].choices = [("", _("tous")), *((name, name) for name in buyers())]

    def rows(self) -> QuerySet[Marche]:
        """The contracts that are asked for."""
        rows = saying(Marche.objects.filter(STANDING), "objet", self.value("mots") or "")
        if year := self.value("annee"):
            rows = rows.filter(notified_on__year=year)
        if holder := self.value("titulaire"):
            rows = rows.filter(_held_by(holder))
        if buyer := self.value("acheteur"):
            rows = rows.filter(buyer=buyer)
        if sort := self.value("sorte"):
            rows = rows.filter(concession=sort == "concession")
        if linked := self.value("lie"):
            rows = rows.filter(tied() if linked == "oui" else ~tied())
        if self.value("fin"):
            today = timezone.localdate()
            rows = rows.filter(running_then(today), ends_on__lte=today + SOON)
        return rows


def _held_by(holder: str) -> Exists:
    """By the beginning of a SIRET, or a part of a name: published names seldom have accents."""
    digits = "".join(holder.split())
    named = Q(name__icontains=holder) | Q(name__icontains=fold(holder))
    kept = Q(identifier__startswith=digits) if digits.isascii() and digits.isdigit() else named
    return Exists(Titulaire.objects.filter(kept, marche=OuterRef("pk")))


class GrantChoice(Choice):
    """Which grants."""

    suite = forms.ChoiceField(
        label=_("Ce que cela a permis"),
        required=False,
        choices=[("", _("tous")), ("dit", _("c’est raconté")), ("tu", _("pas encore"))],
    )
    lie = forms.ChoiceField(label=_("Sur la carte"), required=False, choices=LINKED)

    def rows(self) -> QuerySet[Subvention]:
        """The grants that are asked for: words are looked for in who is helped and in what for."""
        rows = Subvention.objects.filter(STANDING)
        if words := self.value("mots"):
            own = Subvention.objects.order_by()
            found = saying(own, "objet", words).values("pk").union(saying(own, "beneficiary", words).values("pk"))
            rows = rows.filter(pk__in=found)
        if year := self.value("annee"):
            rows = rows.filter(on__year=year)
        if told := self.value("suite"):
            rows = rows.exclude(outcome="") if told == "dit" else rows.filter(outcome="")
        if linked := self.value("lie"):
            rows = rows.filter(tied() if linked == "oui" else ~tied())
        return rows


class PurchaseChoice(Choice):
    """Which planned purchases."""

    passes = forms.BooleanField(label=_("montrer aussi ceux dont la date est passée"), required=False)

    def rows(self) -> QuerySet[Achat]:
        """Those to come, unless the past ones are asked for too."""
        rows = saying(Achat.objects.filter(STANDING), "objet", self.value("mots") or "")
        if year := self.value("annee"):
            rows = rows.filter(expected_on__year=year)
        if not (self.value("passes") or self.value("annee")):
            month = timezone.localdate().replace(day=1)
            rows = rows.filter(Q(expected_on=None) | Q(expected_on__gte=month))
        return rows


class TellForm(forms.Form):
    """A figure told in a few words; `version` is the one that whoever writes had before their eyes."""

    text = forms.CharField(
        label=_("Votre texte"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Quelques phrases simples : ce que ce chiffre veut dire, pourquoi il a changé."),
    )
    version = forms.IntegerField(min_value=0, max_value=32_000, widget=forms.HiddenInput)
    chart = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    equipement = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """The same words, made safe to show."""
        return tidy(self.cleaned_data["text"])
