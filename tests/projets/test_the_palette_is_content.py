"""The palette: at least sixty stickers, each drawn, each with a theme and an icon for the map."""

from io import StringIO
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from projets.idees.models import Autocollant
from tests.projets.samples import load_palette, make_sticker

pytestmark = pytest.mark.django_db
DRAWINGS = settings.BASE_DIR / "projets" / "idees" / "static" / "idees" / "autocollants.svg"
MAKI = settings.BASE_DIR / "node_modules" / "@mapbox" / "maki" / "icons"


def _drawn() -> dict[str, ElementTree.Element]:
    return {symbol.get("id"): symbol for symbol in ElementTree.parse(DRAWINGS).getroot()}


def test_there_are_many_stickers_over_every_theme() -> None:
    load_palette()
    assert Autocollant.objects.offered().count() >= 60
    assert Autocollant.objects.values("theme").distinct().count() == 18
    assert Autocollant.objects.filter(activity=True).count() >= 15, "what one does, not only what one builds"


def test_every_sticker_is_drawn_and_no_drawing_is_forgotten() -> None:
    load_palette()
    drawn = _drawn()
    assert set(drawn) == set(Autocollant.objects.values_list("code", flat=True))
    assert all(len(symbol) >= 2 for symbol in drawn.values()), "a drawing is more than one blot"


def test_every_sticker_has_an_icon_for_the_map_and_everyday_words() -> None:
    load_palette()
    for sticker in Autocollant.objects.all():
        assert (MAKI / f"{sticker.icon}.svg").is_file(), sticker.icon
        assert len(sticker.words.split(",")) >= 3


def test_drawings_take_the_page_s_colours_only() -> None:
    colours = {
        element.get(name)
        for symbol in _drawn().values()
        for element in symbol.iter()
        for name in ("fill", "stroke")
        if element.get(name)
    }
    assert {colour for colour in colours if colour != "none" and not colour.startswith("var(--")} == set()


def test_loading_twice_changes_nothing_and_keeps_retired_stickers_for_their_ideas() -> None:
    load_palette()
    before = list(Autocollant.objects.values("pk", "code", "name", "order", "active"))
    make_sticker("retire", name="Retiré")
    load_palette()
    assert list(Autocollant.objects.exclude(code="retire").values("pk", "code", "name", "order", "active")) == before
    assert not Autocollant.objects.offered().filter(code="retire").exists()


def test_without_themes_the_command_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="load_themes"):
        call_command("load_palette", stdout=StringIO())
