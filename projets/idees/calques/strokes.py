"""One stroke as a browser sends it: read, never trusted."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.forms import TidyField
from carto.fiches.models import Rule, Theme
from carto.fiches.trust.personal import find_personal
from carto.fiches.trust.wording import SORTS, listed
from projets.idees.calques.shapes import read_shape
from projets.idees.models import LARGEST, SMALLEST, Autocollant, TraitKind

# The inks of the box, in the house's own colours; how each is called is said beside it.
INKS: Final = {
    "prune": gettext_lazy("prune"),
    "loire": gettext_lazy("bleu Loire"),
    "feuille": gettext_lazy("vert feuille"),
    "brique": gettext_lazy("brique"),
    "ocre": gettext_lazy("ocre"),
    "encre": gettext_lazy("encre"),
}


@dataclass(frozen=True)
class Stroke:
    """A stroke as a hand wants it. `seen` is the version of it that this hand last saw; None when it never saw one."""

    uuid: UUID
    kind: str
    geom: GEOSGeometry
    theme: Theme | None = None
    colour: str = ""
    text: str = ""
    autocollant: Autocollant | None = None
    angle: int = 0
    size: int = 100
    erased: bool = False
    seen: int | None = None

    def fields(self) -> dict[str, Any]:
        """What the row holds of it, besides whose it is."""
        names = ("kind", "geom", "theme", "colour", "text", "autocollant", "angle", "size")
        return {name: getattr(self, name) for name in names}


class Box:
    """What strokes choose from, read once for all those of one sending."""

    def __init__(self) -> None:
        self.themes = {theme.code: theme for theme in Theme.objects.all()}
        self.stickers = {sticker.code: sticker for sticker in Autocollant.objects.all()}


class StrokeForm(forms.Form):
    """The fields of a stroke, under the names that the browser gives them."""

    uuid = forms.UUIDField()
    sorte = forms.ChoiceField(choices=TraitKind.choices)
    usage = forms.CharField(required=False, max_length=50)
    couleur = forms.ChoiceField(choices=[("", ""), *INKS.items()], required=False)
    mots = TidyField(required=False, max_length=140)
    autocollant = forms.CharField(required=False, max_length=50)
    angle = forms.IntegerField(required=False, min_value=0, max_value=359)
    taille = forms.IntegerField(required=False, min_value=SMALLEST, max_value=LARGEST)
    efface = forms.BooleanField(required=False)
    vu = forms.IntegerField(required=False, min_value=0)
    sur = forms.BooleanField(required=False)  # the hand has read again what could tell who somebody is

    def __init__(self, *args: Any, box: Box, frame: Polygon, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.box, self.frame = box, frame

    def clean_usage(self) -> Theme | None:
        """The theme, or None; one that nobody knows is refused."""
        return self._known(self.box.themes, "usage")

    def clean_autocollant(self) -> Autocollant | None:
        """The sticker, or None; one that is not of the palette is refused."""
        return self._known(self.box.stickers, "autocollant")

    def _known(self, known: dict[str, Any], name: str) -> Any:
        code = self.cleaned_data[name]
        if code and code not in known:
            raise ValidationError(_("Ce choix n’est plus proposé."), code="unknown")
        return known.get(code)

    def clean(self) -> dict[str, Any]:
        """Its shape, and what its kind cannot do without."""
        data = super().clean()
        if self.errors:
            return data
        data["geom"] = read_shape(self.data.get("geometry"), data["sorte"], self.frame)
        if data["sorte"] == TraitKind.STICKER and not data["autocollant"]:
            raise ValidationError(_("Choisissez un autocollant."), code="sticker")
        if data["sorte"] == TraitKind.TEXT and not data["mots"]:
            raise ValidationError(_("Écrivez un mot."), code="text")
        if data["mots"] and not data["sur"] and (what := told_personal(data["mots"])):
            raise ValidationError(_("Relisez : vos mots semblent contenir %s.") % what, code="personal")
        return data

    def stroke(self) -> Stroke:
        """What was read."""
        data = self.cleaned_data
        return Stroke(
            uuid=data["uuid"], kind=data["sorte"], geom=data["geom"], theme=data["usage"], colour=data["couleur"],
            text=data["mots"], autocollant=data["autocollant"], angle=data["angle"] or 0, size=data["taille"] or 100,
            erased=data["efface"], seen=data["vu"],
        )  # fmt: skip


def told_personal(text: str) -> str:
    """What in these words could tell who somebody is, as people read it; empty when nothing does."""
    sorts = {found.sort for found in find_personal(text)}
    return listed(sort for sort in SORTS if sort in sorts)


def rule_of(text: str, flood: str) -> str:
    """The rule by which these words wait for a look; `flood` is the one that their network has met, if any."""
    return Rule.PERSONAL.value if find_personal(text) else flood


def read_stroke(sent: Any, box: Box, frame: Polygon) -> Stroke:
    """One stroke; raises ValidationError whose `code` says what is wrong, in a word that programs read."""
    if not isinstance(sent, dict):
        raise ValidationError(_("Ce trait est illisible."), code="stroke")
    form = StrokeForm(sent, box=box, frame=frame)
    if form.is_valid():
        return form.stroke()
    name, errors = next(iter(form.errors.as_data().items()))
    error = errors[0]
    said = " ".join(error.messages)
    if name == "__all__":
        raise ValidationError(said, code=error.code)
    raise ValidationError(f"{name} : {said}", code=error.code)
