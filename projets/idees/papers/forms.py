"""What the room asks: what to print, a photo, what a photo showed, the code of a stub."""

import json
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import PicturesField, PicturesInput, TidyField
from carto.fiches.photos import Picture
from carto.fiches.trust.rereading import RereadForm
from carto.geometry import STORED, read_box
from carto.territoires.models import Level, Territoire
from projets.idees.models import Autocollant, Campagne, Paper
from projets.idees.papers.actions import MOST_COPIES
from projets.idees.papers.confirming import Checked
from projets.idees.papers.frame import Frame
from projets.idees.papers.layout import MAP, SCALE, STUBS, colour_named

MOST_PHOTOS: Final = 12  # of one sending
MOST_LINES: Final = 90
LONGEST: Final = 300  # letters of what is written beside a mark


class PrintForm(forms.Form):
    """Which piece of the map, for what, on what paper, how many."""

    title = TidyField(
        label=_("Ce qui sera écrit en haut"),
        max_length=140,
        required=False,
        help_text=_("Une question, ou le nom de l’atelier. Laissé vide : la question de la campagne."),
    )
    campagne = forms.ModelChoiceField(
        label=_("Campagne"), queryset=Campagne.objects.none(), required=False, empty_label=_("aucune"),
        to_field_name="slug",
    )  # fmt: skip
    cadre = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    territoire = forms.ModelChoiceField(
        label=_("Tout un territoire"), queryset=Territoire.objects.none(), required=False, to_field_name="code",
        empty_label=_("non : l’endroit choisi sur la carte"),
    )  # fmt: skip
    adresse = forms.CharField(
        label=_("Ou l’adresse d’une vue de la carte"),
        required=False,
        max_length=500,
        help_text=_("Montrez l’endroit sur la carte du site, puis copiez ici l’adresse de la page."),
    )
    paper = forms.ChoiceField(
        label=_("Papier"), choices=Paper.choices, initial=Paper.A4.value, widget=forms.RadioSelect
    )
    copies = forms.IntegerField(
        label=_("Combien de feuilles"), min_value=1, max_value=MOST_COPIES, initial=10,
        help_text=_("Chaque feuille a son numéro et ses quatre souches : n’en photocopiez pas."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame: Frame | None = None
        self.fields["campagne"].queryset = Campagne.objects.public().filter(closes_at__gt=timezone.now())
        levels = (Level.QUARTIER, Level.COMMUNE)
        known = Territoire.objects.in_force(timezone.localdate()).filter(level__in=levels).defer("geom")
        self.fields["territoire"].queryset = known

    def clean(self) -> dict[str, Any]:
        """Find the frame: a territory, an address, the view of the form's own map, or the campaign's area."""
        data = super().clean()
        campagne = data.get("campagne")
        if not data.get("title") and campagne:
            data["title"] = campagne.title
        if "title" in data and not data["title"]:
            self.add_error("title", gettext("Dites ce qu’il faut écrire en haut de la feuille."))
        try:
            self.frame = self._frame(data)
        except ValidationError as error:
            self.add_error("adresse" if data.get("adresse") else "territoire", error)
        return data

    def _frame(self, data: dict[str, Any]) -> Frame:
        if territoire := data.get("territoire"):
            return Frame.around(_box_of(territoire.geom))
        if data.get("adresse"):
            return Frame.of_address(data["adresse"])
        if data.get("cadre"):
            return Frame.around(read_box(data["cadre"]))
        if campagne := data.get("campagne"):
            return Frame.around(_box_of(campagne.geom))
        raise ValidationError(gettext("Choisissez l’endroit : sur la carte, ou un territoire."), code="place")


def _box_of(geom: GEOSGeometry) -> Any:
    return read_box(",".join(str(part) for part in geom.extent))


class SheetPhotosField(PicturesField):
    """Photos of sheets, `most` at once."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data: Iterable[UploadedFile] | None, initial: Any = None) -> list[Picture]:
        """The pictures; ValidationError when there is none, or too many."""
        uploads = [upload for upload in data or [] if upload]
        if not uploads:
            raise ValidationError(gettext("Choisissez une photo de la feuille."), code="required")
        if len(uploads) > self.most:
            raise ValidationError(gettext("%(max)d photos au plus.") % {"max": self.most}, code="many")
        return [self._read(rank, upload) for rank, upload in enumerate(uploads, start=1)]


class PhotoForm(forms.Form):
    """The photo of one sheet."""

    photo = SheetPhotosField(
        label=_("La photo de la feuille"),
        most=1,
        help_text=_("À plat, bien éclairée, ses quatre coins noirs dans la photo."),
        widget=PicturesInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs.pop("multiple", None)


class PhotosForm(forms.Form):
    """The photos of many."""

    photos = SheetPhotosField(
        label=_("Photos de feuilles remplies"), most=MOST_PHOTOS, widget=PicturesInput(),
        help_text=_("Jusqu’à douze à la fois, une feuille par photo."),
    )  # fmt: skip


class StubForm(forms.Form):
    """The code of a stub."""

    code = TidyField(
        label=_("Le code de votre souche"), max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    idee = forms.UUIDField(required=False, widget=forms.HiddenInput)


class SheetForm(forms.Form):
    """The code of a sheet whose QR cannot be read."""

    feuille = TidyField(
        label=_("Le numéro de la feuille"), max_length=20,
        help_text=_("Huit lettres et chiffres, en haut de la feuille."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class MarkForm(RereadForm):
    """One mark of a sheet, as it was found and as the person leaves it. Places are millimetres of the paper's map."""

    rank = forms.IntegerField(required=False, min_value=0, max_value=MOST_LINES, widget=forms.HiddenInput)
    keep = forms.BooleanField(label=_("Garder"), required=False)
    autocollant = forms.TypedChoiceField(label=_("Quoi"))
    stub = forms.TypedChoiceField(
        label=_("Souche"),
        coerce=int,
        choices=[(0, _("aucun numéro")), *((n, n) for n in range(1, STUBS + 1))],
        initial=0,
    )
    x = forms.FloatField(label=_("mm depuis la gauche"), required=False, min_value=0)
    y = forms.FloatField(label=_("mm depuis le haut"), required=False, min_value=0)
    text = TidyField(label=_("Les mots écrits à côté"), required=False, max_length=LONGEST)

    def __init__(self, *args: Any, palette: dict[str, Autocollant], frame: Frame, paper: str,
                 found: list[dict[str, Any]], **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.frame, self.scale = frame, SCALE[paper]
        self.fields["autocollant"].choices = [(code, sticker.name) for code, sticker in palette.items()]
        self.fields["autocollant"].coerce = palette.__getitem__
        for name, side in (("x", MAP.width), ("y", MAP.height)):
            self.fields[name].widget.attrs |= {"step": "0.1", "max": f"{side * self.scale:.1f}"}
        self.line = self._line(found)

    def _line(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        """What the machine found; an added line has nothing of it."""
        rank = self["rank"].value()
        known = str(rank).isdigit() and int(rank) < len(found)
        return found[int(rank)] if known else {"kind": "sticker", "colour": "", "sure": 1.0}

    def has_changed(self) -> bool:
        """Always read: a line that is as it was found counts as much as another."""
        return True

    @property
    def colour(self) -> Any:
        """The colour it was found in, or None."""
        return colour_named(self.line["colour"])

    @property
    def is_sticker(self) -> bool:
        """Whether it has one place, which may be corrected."""
        return self.line["kind"] == "sticker"

    def clean(self) -> dict[str, Any]:
        """A sticker that is kept has a place on the map of the sheet."""
        data = super().clean()
        if not data.get("keep"):
            self.errors.clear()  # what is left out owes nothing
            return data
        if self.is_sticker and not self.errors:
            x, y = data.get("x"), data.get("y")
            if x is None or y is None or x > MAP.width * self.scale + 0.5 or y > MAP.height * self.scale + 0.5:
                self.add_error("x", gettext("Cet endroit est hors de la carte de la feuille."))
        return data

    def checked(self) -> Checked:
        """The mark as it is to be kept; only once the form is valid."""
        data, line = self.cleaned_data, self.line
        shares = (data["x"] / self.scale / MAP.width, data["y"] / self.scale / MAP.height) if self.is_sticker else None
        geom = (
            self.frame.geometry("sticker", [shares]) if shares else GEOSGeometry(json.dumps(line["geom"]), srid=STORED)
        )
        return Checked(
            line["kind"],
            line["colour"],
            geom,
            data["autocollant"],
            data["text"],
            data["stub"],
            line["sure"],
            self.holds(),
        )


def initial_of(rank: int, line: dict[str, Any], frame: Frame, paper: str) -> dict[str, Any]:
    """What the form of a mark shows first."""
    colour = colour_named(line["colour"])
    told = {"rank": rank, "keep": not line.get("known"), "autocollant": colour.autocollant if colour else "autre"}
    if line["kind"] == "sticker":
        x, y = frame.spot(*line["geom"]["coordinates"])
        scale = SCALE[paper]
        told |= {"x": round(x * MAP.width * scale, 1), "y": round(y * MAP.height * scale, 1)}
    return told


MarkFormSet = forms.formset_factory(MarkForm, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES)
