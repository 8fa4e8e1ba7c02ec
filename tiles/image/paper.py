"""The sheets that a plan is set on, and the map's window on them."""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _


class SheetError(Exception):
    """A part of the sheet cannot be had: a drawing that fails, a style or font that is not installed."""


PIXEL: Final = 25.4 / 96  # millimetres, in CSS
FINER: Final = 1.35  # a sheet is read from nearer than a screen: signs and names are drawn smaller on it


@dataclass(frozen=True)
class Paper:
    """A sheet, and the map's window on it, in millimetres."""

    width: float
    height: float

    @property
    def pixels(self) -> tuple[int, int]:
        """The window's size, in pixels of the plan."""
        return round(self.width / PIXEL * FINER), round(self.height / PIXEL * FINER)


PAPERS: Final = {"paysage": Paper(277, 148), "portrait": Paper(190, 216)}


def read_paper(params: QueryDict) -> str:
    """`?orientation=paysage|portrait`; raises ValidationError."""
    name = params.get("orientation") or "paysage"
    if name not in PAPERS:
        raise ValidationError({"orientation": ValidationError(_("Une feuille se tient en paysage ou en portrait."))})
    return name
