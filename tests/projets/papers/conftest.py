"""Sheets that were printed: one rendering serves every test of the room."""

from collections.abc import Callable

import numpy as np
import pytest
from django.contrib.gis.geos import Point

from carto.geometry import Box
from projets.idees.models import Feuille
from projets.idees.papers.actions import print_sheets, renew_stubs
from projets.idees.papers.frame import Frame
from tests.people import hugo
from tests.places import COURS_DES_50_OTAGES
from tests.projets.papers.filling import printed
from tests.projets.samples import load_palette

CODE = "K7QM2XAB"
_blank: dict[str, np.ndarray] = {}


def around(place: Point = COURS_DES_50_OTAGES, half: float = 0.003) -> Frame:
    """A frame of some five hundred metres."""
    return Frame.around(Box(place.x - half, place.y - half / 2, place.x + half, place.y + half / 2))


@pytest.fixture
def sheets(db: None) -> Callable[..., list[Feuille]]:
    """Prints sheets as Hugo does; `sheets(copies=2, paper="A3")`."""
    load_palette()

    def make(**told: object) -> list[Feuille]:
        person = told.pop("person", None) or hugo()
        shared = {"title": "Quel cours demain ?", "frame": around(), "paper": "A4", "copies": 1, "campagne": None}
        return print_sheets(**(shared | told), person=person)

    return make


@pytest.fixture
def sheet(sheets: Callable[..., list[Feuille]]) -> tuple[Feuille, np.ndarray]:
    """(one A4 sheet, its pixels as they leave the printer): its code is always the same, so that it is printed once."""
    [feuille] = sheets()
    feuille.code = CODE
    feuille.save(update_fields=["code"])
    renew_stubs(feuille)
    if CODE not in _blank:
        _blank[CODE] = printed(feuille)
    return feuille, _blank[CODE]
