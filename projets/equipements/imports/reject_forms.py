"""The cells of a refused row as a plain form, and why it is left."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONG: Final = 60  # characters from which a cell is written on several lines
MOST: Final = 200_000  # characters of a cell
BEYOND: Final = ""  # the name under which a table's values beyond its columns are kept


def written(value: Any) -> str:
    """A cell as it is shown to be changed: lists and objects as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class CellsForm(forms.Form):
    """One field a cell, named by its rank: columns are called as their publisher likes."""

    vu = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, cells: Mapping[str, Any], labels: Mapping[str, str], **kwargs: Any) -> None:
        """`cells` as they are; `labels`: what our fields call some columns."""
        super().__init__(*args, **kwargs)
        self.cells = dict(cells)
        for rank, (name, value) in enumerate(self.cells.items()):
            text = written(value)
            long = len(text) > LONG or "\n" in text
            self.fields[f"c{rank}"] = forms.CharField(
                label=name or gettext("valeurs en trop"), required=False, initial=text, strip=False,
                help_text=labels.get(name, ""), max_length=max(MOST, len(text)),
                widget=forms.Textarea({"rows": 3}) if long else forms.TextInput(),
            )  # fmt: skip

    @property
    def columns(self) -> list[Any]:
        """The fields of the cells alone."""
        return [self[f"c{rank}"] for rank in range(len(self.cells))]

    def clean(self) -> dict[str, Any]:
        """The row under "data": what was not touched keeps its sort (a number stays one)."""
        cleaned, data = super().clean(), {}
        for rank, (name, before) in enumerate(self.cells.items()):
            typed = cleaned.get(f"c{rank}")
            if typed is None:
                continue
            try:
                data[name] = _value(typed.replace("\r\n", "\n"), before)
            except ValueError:
                self.add_error(f"c{rank}", _structure())
        if not data.get(BEYOND, True):
            del data[BEYOND]
        return cleaned | {"data": data}


def _structure() -> ValidationError:
    said = gettext("Cette case est une liste ou un tracé, écrits en JSON : gardez ses guillemets et ses crochets.")
    return ValidationError(said, code="json")


def _value(typed: str, before: Any) -> Any:
    """What was typed, as the sort of value that was there; ValueError for a broken list or object."""
    if typed == written(before).replace("\r\n", "\n"):
        return before
    if isinstance(before, dict | list) or (before is None and typed.lstrip().startswith(("{", "["))):
        return json.loads(typed) if typed.strip() else None
    if isinstance(before, bool | int | float):
        try:
            return json.loads(typed)
        except ValueError:
            return typed
    return typed


class LeaveForm(forms.Form):
    """Why a row is left as it is."""

    vu = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    pourquoi = forms.CharField(
        label=_("Pourquoi la laisser"), max_length=500, help_text=_("« Ce n’est pas un équipement », « en double »…")
    )
