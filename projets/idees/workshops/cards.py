"""One card of a workshop as it is typed: an idea, a fact that was seen, or words that were heard."""

import csv
import io
import uuid
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from carto.fiches.trust.rereading import RereadForm
from carto.geometry import read_point
from carto.territoires.geocoding import geocode
from projets.idees.models import Autocollant, ObservationKind

IDEA: Final = "idee"
KINDS: Final = [(IDEA, _("idée")), *ObservationKind.choices]
ROWS: Final = 20
MOST_ROWS: Final = 60  # of one sending
COLUMNS: Final = ("kind", "sticker", "words", "who", "place")
LINKS: Final = ("campagne", "depuis", "trait")  # what a link says to the form of one idea, and what follows reads
TYPED: Final = ("sticker", "words", "who", "place", "longitude", "latitude")


class CardForm(RereadForm):
    """One row. Left empty it is no card; whatever is wrong in it concerns it alone."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Sorte"), choices=KINDS, initial=IDEA)
    sticker = forms.CharField(
        label=_("Autocollant"), required=False, max_length=60,
        widget=forms.TextInput({"list": "autocollants", "autocomplete": "off"}),
    )  # fmt: skip
    words = TidyField(label=_("Mots"), required=False, max_length=500, widget=forms.TextInput({"autocomplete": "off"}))
    who = TidyField(
        label=_("Qui parle"), required=False, max_length=80, widget=forms.TextInput({"autocomplete": "off"})
    )
    place = TidyField(label=_("Où"), required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    longitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    latitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    read_by_all = ("words", "who")

    def __init__(self, *args: Any, palette: dict[str, Autocollant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.palette = palette
        self.point: Point | None = None
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("aria-label", f"{field.label or name} {self.prefix}")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in this row."""
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in TYPED)

    def clean(self) -> dict[str, Any]:
        """The sticker by its name or code, the place by the map or by its words."""
        data = super().clean()
        if data.get("kind") == IDEA:
            data["sticker"] = self._sticker(data.get("sticker", ""))
        elif not data.get("words") and "words" not in self.errors:
            self.add_error("words", gettext("écrivez ce qui a été vu ou entendu."))
        data |= dict.fromkeys(LINKS, "")
        try:
            self.point = self._place(data)
        except ValidationError as error:
            self.add_error("place", error)
        return data

    def _sticker(self, words: str) -> Autocollant | None:
        found = self.palette.get(key_of(words))
        if found is None:
            said = gettext("aucun autocollant ne s’appelle ainsi.") if words else gettext("choisissez un autocollant.")
            self.add_error("sticker", said)
        return found

    def _place(self, data: dict[str, Any]) -> Point | None:
        """Where (SRID 4326); an observation may lie nowhere."""
        if data.get("longitude") or data.get("latitude"):
            return read_point(data.get("longitude", ""), data.get("latitude", ""))
        if words := data.get("place"):
            hits = geocode(words, limit=3)
            if not hits:
                raise ValidationError(gettext("ce lieu est inconnu : essayez une rue voisine, ou la carte."))
            return hits[0].point
        if data.get("kind") == IDEA:
            raise ValidationError(gettext("dites où, par une adresse ou sur la carte."))
        return None


def key_of(words: str) -> str:
    """« Un banc », « banc » and « BANC » are one sticker."""
    return slugify(words)


def palette() -> dict[str, Autocollant]:
    """Each sticker by its code and by its name."""
    stickers = list(Autocollant.objects.offered())
    by_code = {key_of(sticker.code): sticker for sticker in stickers}
    return {key_of(sticker.name): sticker for sticker in stickers} | by_code


def blank_rows(stickers: dict[str, Autocollant], count: int = ROWS, first: int = 1) -> list[CardForm]:
    """Empty rows, each with an identity of its own."""
    return [
        CardForm(prefix=str(rank), palette=stickers, initial={"uuid": uuid.uuid4(), "kind": IDEA}, auto_id="carte-%s")
        for rank in range(first, first + count)
    ]


def sent_rows(data: Any, stickers: dict[str, Autocollant]) -> list[CardForm]:
    """The rows that came with something in them, in their order; no more than MOST_ROWS."""
    ranks = sorted({int(name.partition("-")[0]) for name in data if _is_row(name)})[:MOST_ROWS]
    forms_sent = [CardForm(data, prefix=str(rank), palette=stickers, auto_id="carte-%s") for rank in ranks]
    return [form for form in forms_sent if not form.is_empty]


def _is_row(name: str) -> bool:
    head, dash, _tail = name.partition("-")
    return bool(dash) and head.isascii() and head.isdecimal() and len(head) <= 3


def pasted_rows(text: str, stickers: dict[str, Autocollant]) -> list[CardForm]:
    """A table pasted from a spreadsheet (tabs), or a CSV with semicolons or commas, as rows to look at before sending.

    Columns: sorte, autocollant, mots, qui, lieu; a line of titles is known by its first cell. No more than MOST_ROWS.
    """
    lines = [line for line in _cells(text) if any(cell.strip() for cell in line)]
    if lines and key_of(lines[0][0]) in ("sorte", "kind", "type"):
        lines = lines[1:]
    kinds = {key_of(str(label)): code for code, label in KINDS} | {code: code for code, _label in KINDS}
    rows = []
    for rank, line in enumerate(lines[:MOST_ROWS], start=1):
        told = dict(zip(COLUMNS, (*line, *[""] * len(COLUMNS)), strict=False))
        told["kind"] = kinds.get(_first_word(told["kind"]), kinds.get(key_of(told["kind"]), IDEA))
        initial = told | {"uuid": uuid.uuid4()}
        rows.append(CardForm(prefix=str(rank), palette=stickers, initial=initial, auto_id="carte-%s"))
    return rows


def _first_word(words: str) -> str:
    """« parole » for « parole entendue »: people abbreviate."""
    word = key_of(words).partition("-")[0]
    return {"parole": "parole-entendue", "citation": "parole-entendue"}.get(word, word)


def _cells(text: str) -> Iterable[list[str]]:
    first = text.lstrip().partition("\n")[0]
    mark = "\t" if "\t" in first else ";" if ";" in first else ","
    try:
        return list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=mark))
    except csv.Error:
        return []
