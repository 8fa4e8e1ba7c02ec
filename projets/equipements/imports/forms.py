"""What those who publish say of a source, the file or address that they give, and where a lost column went."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from projets.equipements.imports.formats import Format, formats
from projets.equipements.imports.values import checked_extent
from projets.equipements.models import Organisme, Source
from projets.equipements.rights import Publishing
from projets.equipements.workflow import Status

HEAVIEST: Final = 30 << 20  # bytes of a file sent with a form (the front server lets 32 pass); the command takes more
RESERVED: Final = ("ajouter", "lignes")  # addresses of the room itself
STATUSES: Final = [
    ("", _("en service")),
    (Status.PLANNED.value, _("en projet")),
    (Status.BUILDING.value, _("en chantier")),
]


class FileForm(forms.Form):
    """A file, or the address of one."""

    fichier = forms.FileField(
        label=_("Un fichier"), required=False,
        help_text=_("CSV, GeoJSON, GeoPackage, Shapefile zippé, extrait OpenStreetMap… 30 Mo au plus."),
    )  # fmt: skip
    adresse = forms.URLField(
        label=_("Ou son adresse"), required=False, assume_scheme="https", max_length=500,
        help_text=_("L’adresse https du fichier, ou celle de la page d’un jeu de données OpenDataSoft."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean()
        file, address = cleaned.get("fichier"), cleaned.get("adresse")
        if not self.errors and bool(file) == bool(address):
            self.add_error("fichier", gettext("Donnez un fichier ou une adresse : l’un des deux."))
        if file and file.size > HEAVIEST:
            self.add_error("fichier", gettext("Ce fichier est trop lourd pour un formulaire : 30 Mo au plus."))
        return cleaned


class SourceForm(FileForm, forms.ModelForm):
    """A source, with its first file."""

    title = TidyField(
        label=_("Ce que c’est"), max_length=200, help_text=_("« Équipements publics de Nantes Métropole »")
    )
    about = TidyField(
        label=_("Comment ces données sont faites"), max_length=2000, required=False,
        widget=forms.Textarea({"rows": 3}), help_text=_("Qui les relève, quand, avec quelles limites."),
    )  # fmt: skip
    licence = TidyField(label=_("Licence"), max_length=120, required=False, help_text=_("Licence Ouverte, ODbL…"))
    format = forms.ChoiceField(label=_("Format"), required=False, help_text=_("Reconnu tout seul, le plus souvent."))
    etendue = forms.CharField(
        label=_("Étendue attendue"), required=False, max_length=100,
        help_text=_("ouest,sud,est,nord en degrés ; vide : la ville. Ce qui tombe dehors vous sera montré, pas posé."),
    )  # fmt: skip
    etat = forms.ChoiceField(label=_("État de ces équipements"), required=False, choices=STATUSES)

    class Meta:
        model = Source
        fields = ("title", "organisme", "licence", "about", "format")

    field_order = ("title", "fichier", "adresse", "organisme", "licence", "about", "etendue", "format", "etat")

    def __init__(self, *args: Any, who: Publishing, **kwargs: Any) -> None:
        """`who`: in whose name they publish."""
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [("", _("le reconnaître"))] + [(f.code, f.label) for f in formats().values()]
        own = [each.pk for each in who.organismes]
        named = Organisme.objects.all() if who.role else Organisme.objects.filter(pk__in=own)
        self.fields["organisme"] = forms.ModelChoiceField(
            named, label=_("Publié par"), required=not who.role, empty_label=_("la ville") if who.role else None
        )

    def clean_etendue(self) -> list[float] | None:
        """As four numbers."""
        return checked_extent(self.cleaned_data["etendue"])

    def made(self, found: Format) -> Source:
        """The source, unsaved, read by the format that was chosen or found."""
        source: Source = self.instance
        source.format = self.cleaned_data["format"] or found.code
        source.matter, source.code = formats()[source.format].matter, _code(source.title)
        source.extent, source.url = self.cleaned_data["etendue"], self.cleaned_data["adresse"] or ""
        if self.cleaned_data["etat"]:
            source.mapping = {"status": self.cleaned_data["etat"]}
        return source


def _code(title: str) -> str:
    """A short address that no other source has."""
    stem = slugify(title)[:60] or "source"
    taken = set(Source.objects.filter(code__startswith=stem).values_list("code", flat=True)) | set(RESERVED)
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if code not in taken)


class MappingForm(forms.Form):
    """For each of our fields, the column that it is read from."""

    def __init__(self, *args: Any, reader: Format, report: dict[str, Any], **kwargs: Any) -> None:
        """The columns of the file as it is; a lost one proposes what it probably became."""
        super().__init__(*args, **kwargs)
        renamed = {each["from"]: each["to"] for each in report["drift"]["renamed"]}
        nowhere = [("", gettext("— nulle part —"))]
        for field in reader.fields:
            column = report["found"].get(field.name, "")
            self.fields[field.name] = forms.ChoiceField(
                label=field.label, required=False, choices=nowhere + [(name, name) for name in report["columns"]],
                initial=renamed.get(column, column),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Two fields are not read from one column without it being seen."""
        cleaned = super().clean()
        if cleaned.get("latitude") and cleaned.get("latitude") == cleaned.get("longitude"):
            raise ValidationError(gettext("Latitude et longitude ne peuvent venir de la même colonne."))
        return cleaned
