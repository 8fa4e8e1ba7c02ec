"""Titles of fiches, names of the base map and of the address: on a plan they are text and nothing else."""

from collections.abc import Callable

import pytest
from django.test import Client
from shapely import LineString, Point

from tests.factories import make_fiche, make_theme
from tests.tiles.image.drawn import CENTRE, SVG, read, texts
from tiles.image.decode import Feature
from tiles.image.expressions import Scene
from tiles.image.fonts import Face
from tiles.image.layers import StyleLayer
from tiles.image.view import View
from tiles.image.words import legal, set_in_lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base_map")]
HOSTILE = [
    "<script>alert(1)</script>",
    "</text></svg><script>alert(1)</script>",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "\u202egnirts lamron a\u202c",
    "\ufffe\uffff\x0b\x1b[31mrouge",
    "a" * 4000,
    "😀 ﷽ 中文 ",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_title_is_written_not_obeyed(client: Client, words: str) -> None:
    fiche = make_fiche(title=words[:140])
    answer = client.get(f"/tuiles/plan.svg?fiche={fiche.uuid}&zoom=17")
    drawing = read(answer.content)
    assert legal(words[:140]) == drawing[0].text
    assert not list(drawing.iter(f"{SVG}script"))
    assert client.get(f"/tuiles/plan.png?fiche={fiche.uuid}&zoom=17").status_code == 200


@pytest.mark.parametrize("words", HOSTILE)
def test_a_name_of_the_base_map_is_written_not_obeyed(
    client: Client, base_map: Callable[..., None], words: str
) -> None:
    told = {"class": "city", "name": words, "rank": 1}
    street = {"class": "primary", "name": words}
    base_map(
        place=[{"geometry": Point(2000, 2000), "properties": told}],
        transportation_name=[{"geometry": LineString([(0, 900), (4096, 900)]), "properties": street}],
        poi=[{"geometry": Point(3000, 3000), "properties": {"class": words[:60], "rank": 1, "name": words}}],
    )
    for zoom in ("12.5", "14.5"):
        answer = client.get(f"/tuiles/plan.svg?centre={CENTRE[0]},{CENTRE[1]}&zoom={zoom}")
        assert answer.status_code == 200
        assert not list(read(answer.content).iter(f"{SVG}script"))


def test_a_title_asked_for_is_written_on_the_plan(client: Client) -> None:
    drawing = read(client.get("/tuiles/plan.svg", {"titre": "Les <b>bancs</b> & l’ombre"}).content)
    assert drawing[0].text == "Les <b>bancs</b> & l’ombre"
    assert "Les <b>bancs</b> & l’ombre" in texts(drawing)


def test_a_colour_of_a_stranger_must_be_a_colour(client: Client, base_map: Callable[..., None]) -> None:
    line = LineString([(0, 900), (4096, 900)])
    told = {"class": "tram", "ref": "1", "colour": 'red" onload="alert(1)'}
    base_map(transportation=[{"geometry": line, "properties": told}])
    content = client.get(f"/tuiles/plan.svg?centre={CENTRE[0]},{CENTRE[1]}&zoom=14").content
    assert b"onload" not in content
    layer = StyleLayer({"id": "x", "type": "line", "paint": {"line-color": ["get", "colour"]}}, Scene(14))
    assert layer.says(Feature(1, "LineString", told, 0, ()))["line-color"] == "#000000"


def test_an_icon_is_a_name_never_a_path(client: Client) -> None:
    theme = make_theme("piege", icon="../../../../etc/passwd")
    fiche = make_fiche(theme=theme)
    answer = client.get(f"/tuiles/plan.svg?fiche={fiche.uuid}")
    assert answer.status_code == 200
    assert b"passwd" not in answer.content


def test_nothing_on_a_plan_is_fetched_from_anywhere(client: Client) -> None:
    make_fiche()
    drawing = read(client.get(f"/tuiles/plan.svg?centre={CENTRE[0]},{CENTRE[1]}&zoom=16").content)
    told = [value for part in drawing.iter() for value in part.attrib.values()]
    assert not [value for value in told if "://" in value or "url(" in value or value.startswith("data:")]
    links = {part.get("href") for part in drawing.iter() if part.get("href")}
    assert links and all(link.startswith("#") for link in links)
    ids = {part.get("id") for part in drawing.iter() if part.get("id")}
    assert {link[1:] for link in links} <= ids


def test_a_screen_reader_hears_what_the_plan_is_and_its_scale(client: Client) -> None:
    drawing = read(client.get(f"/tuiles/plan.svg?centre={CENTRE[0]},{CENTRE[1]}&zoom=14").content)
    assert drawing.get("role") == "img"
    title, description = drawing[0], drawing[1]
    assert (drawing.get("aria-labelledby"), drawing.get("aria-describedby")) == (title.get("id"), description.get("id"))
    assert title.text == "Carte commune de Nantes"
    assert "le nord en haut" in description.text and "200 m" in description.text


def test_the_bar_is_as_long_as_it_says(client: Client) -> None:
    drawing = read(client.get("/tuiles/plan.svg?centre=-1.55,47.2161&zoom=14").content)
    (cartouche,) = [part for part in drawing.iter(f"{SVG}g") if part.get("id") == "cartouche"]
    course = cartouche[0].get("d")
    length = float(course.split("H")[1].split("V")[0]) - 10
    view = View(-1.55, 47.2161, 14, 1200, 800)
    assert length * view.metres_per_pixel == pytest.approx(200, rel=0.002)
    assert any(text.startswith("© contributeurs OpenStreetMap") for text in texts(drawing))


def test_lines_break_after_blanks_and_hyphens_and_are_about_as_long() -> None:
    lines = set_in_lines("Saint-Sébastien-sur-Loire", Face(), 12, 90).lines
    assert "".join(lines) == "Saint-Sébastien-sur-Loire"
    assert len(lines) == 2 and lines[0].endswith("-")
    assert set_in_lines("Un mot", Face(), 12, 900).lines == ("Un mot",)
    assert set_in_lines("", Face(), 12, 900).lines == ()
