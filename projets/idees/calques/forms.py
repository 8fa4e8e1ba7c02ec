"""Opening a sheet, looking after it, and what a moderator says of it."""

import secrets
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.forms import SECRET, TidyField
from carto.fiches.models import Rule
from carto.fiches.trust.rereading import RereadForm
from carto.fiches.trust.weighing import Verdict
from carto.geometry import STORED, Box, place_box, read_box
from carto.territoires.models import Level, Territoire
from projets.idees.calques.keeping import open_sheet, rename
from projets.idees.calques.limits import NARROWEST, WIDEST
from projets.idees.models import Calque, Campagne


def read_frame(box: Box) -> Polygon:
    """A sheet's frame (SRID 4326); raises ValidationError when it lies elsewhere, is too small or too large."""
    place = place_box()
    if not (place.contains(box.west, box.south) and place.contains(box.east, box.north)):
        raise ValidationError(gettext("Ce cadre sort de %s.") % settings.CARTO_PLACE, code="outside")
    frame = Polygon.from_bbox((box.west, box.south, box.east, box.north))
    frame.srid = STORED
    west, south, east, north = frame.transform(settings.CARTO_SRID_METRES, clone=True).extent
    sides = (east - west, north - south)
    if min(sides) < NARROWEST:
        raise ValidationError(gettext("Ce cadre est trop petit : éloignez-vous un peu."), code="small")
    if max(sides) > WIDEST:
        said = gettext("Ce cadre dépasse %d km : approchez-vous, ou choisissez un quartier.")
        raise ValidationError(said % (WIDEST / 1000), code="large")
    return frame


class WordsForm(RereadForm):
    """A sheet's name and what one looks for on it."""

    name = TidyField(
        label=_("Le nom du calque"),
        max_length=80,
        help_text=_("Une question fait un bon titre : « Et si le quai devenait une promenade ? »"),
    )
    text = TidyField(
        label=_("Ce que l’on y cherche"),
        required=False,
        max_length=1000,
        help_text=_("Facultatif : ce que vous aimeriez que d’autres y dessinent."),
        widget=forms.Textarea({"rows": 3}),
    )
    shared = forms.BooleanField(
        label=_("D’autres mains peuvent y dessiner"), required=False, initial=True,
        help_text=_("Sinon, vous seul y dessinez ; tout le monde le voit et peut en reprendre un trait."),
    )  # fmt: skip
    read_by_all = ("name", "text")

    def held(self, verdict: Verdict) -> str:
        """The rule by which these words wait for a look; empty when they go their way."""
        return next((str(hold.rule) for hold in [*self.holds(), *verdict.holds]), "")


class OpenForm(WordsForm):
    """A new sheet: its words, and its frame from the map's view or from a quartier."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    secret = forms.CharField(widget=forms.HiddenInput, validators=[SECRET])
    cadre = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    campagne = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    quartier = forms.ModelChoiceField(
        Territoire.objects.none(), label=_("Où ?"), required=False, to_field_name="code",
        empty_label=_("Ce que montre la carte"),
    )  # fmt: skip
    named = forms.ChoiceField(
        label=_("Votre nom"),
        choices=[("", _("Rester anonyme")), ("yes", _("Signer de mon nom"))],
        required=False,
        widget=forms.RadioSelect,
    )
    field_order = ("name", "text", "quartier", "shared", "named")

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        today = timezone.localdate()
        self.fields["quartier"].queryset = (
            Territoire.objects.in_force(today).filter(level=Level.QUARTIER).order_by("name").defer("geom")
        )
        if person is None:
            del self.fields["named"]

    @staticmethod
    def fresh() -> dict[str, Any]:
        """The identity of a sheet about to be opened."""
        return {"uuid": uuid.uuid4(), "secret": secrets.token_urlsafe(32), "shared": True}

    def clean(self) -> dict[str, Any]:
        """The frame: the quartier's box, or what the map showed."""
        data = super().clean()
        try:
            data["frame"] = self._frame(data)
        except ValidationError as error:
            self.add_error("quartier", error)
        return data

    def _frame(self, data: dict[str, Any]) -> Polygon:
        if quartier := data.get("quartier"):
            return read_frame(Box(*quartier.geom.extent))
        if data.get("cadre"):
            return read_frame(read_box(data["cadre"]))
        raise ValidationError(gettext("Choisissez un quartier, ou cadrez la carte."), code="place")

    def send(self, verdict: Verdict) -> Calque:
        """Open it; the same form sent twice opens one sheet."""
        data = self.cleaned_data
        calque = Calque(
            uuid=data["uuid"], name=data["name"], text=data["text"], geom=data["frame"], shared=data["shared"],
            campagne=Campagne.objects.open().filter(slug=data["campagne"]).first() if data["campagne"] else None,
        )  # fmt: skip
        author = self.person if data.get("named") == "yes" else None
        return open_sheet(calque, secret=data["secret"], author=author, held=self.held(verdict))


class KeepForm(WordsForm):
    """Changing a sheet's words, by its secret."""

    def __init__(self, *args: Any, calque: Calque, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calque = calque
        self.initial = {name: getattr(calque, name) for name in ("name", "text", "shared")} | self.initial

    def is_new(self, name: str, words: str) -> bool:
        """Words that stay have been read before."""
        return bool(words) and words != getattr(self.calque, name)

    def send(self, verdict: Verdict) -> None:
        """Write them; only new words may have to wait. Raises TooLate."""
        data = self.cleaned_data
        changed = any(self.is_new(name, data[name]) for name in ("name", "text"))
        held = self.held(verdict) if changed else ""
        rename(self.calque, name=data["name"], text=data["text"], shared=data["shared"], held=held)


class ActForm(forms.Form):
    """What a moderator does: taking away has a rule and a reason, which everybody reads."""

    TAKES_AWAY = ("bin", "erase")

    do = forms.ChoiceField(choices=[(name, name) for name in ("bin", "restore", "approve", "erase", "bring", "show")])
    trait = forms.UUIDField(required=False)
    rule = forms.ChoiceField(label=_("Règle"), choices=[("", _("Choisir…")), *Rule.choices], required=False)
    reason = TidyField(
        label=_("Raison"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Tout le monde la lira. Ne répétez pas ce que vous retirez."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Nothing is taken away in silence."""
        data = super().clean()
        if data.get("do") in self.TAKES_AWAY and not (data.get("rule") and data.get("reason")):
            raise ValidationError(gettext("Dites la règle et la raison : tout le monde les lira."), code="reason")
        return data
