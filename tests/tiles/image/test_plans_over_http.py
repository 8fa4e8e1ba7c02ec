"""Plans as clients ask for them: sizes, caches, kinds, languages, and addresses that cannot be."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client

from carto.fiches.models import Fiche
from tests.browser import samples
from tests.factories import make_fiche
from tests.places import CHATEAU, PARIS
from tests.test_hostile_requests import VALUES
from tests.tiles.image.drawn import CENTRE, picture, read, texts
from tiles.basemap.views import archive_path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base_map")]
NAMES = (
    "bbox", "centre", "zoom", "fiche", "seule", "largeur", "hauteur", "echelle", "theme", "titre", "langue",
    "orientation",
)  # fmt: skip
HERE = f"centre={CENTRE[0]},{CENTRE[1]}&zoom=15"


@pytest.mark.parametrize(
    ("kind", "media", "starts"),
    [("svg", "image/svg+xml", b"<?xml"), ("png", "image/png", b"\x89PNG"), ("pdf", "application/pdf", b"%PDF")],
)
def test_each_kind_is_what_it_says(client: Client, kind: str, media: str, starts: bytes) -> None:
    answer = client.get(f"/tuiles/plan.{kind}?{HERE}")
    assert (answer.status_code, answer["Content-Type"]) == (200, media)
    assert answer.content.startswith(starts)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=3, must-revalidate"
    assert f'filename="carte-nantes.{kind}"' in answer["Content-Disposition"]


def test_a_drawing_opened_alone_can_do_nothing(client: Client) -> None:
    assert client.get("/tuiles/plan.svg")["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_size_is_the_one_asked_for(client: Client) -> None:
    drawing = read(client.get(f"/tuiles/plan.svg?{HERE}&largeur=300&hauteur=200").content)
    assert (drawing.get("width"), drawing.get("height"), drawing.get("viewBox")) == ("300", "200", "0 0 300 200")
    assert picture(client.get(f"/tuiles/plan.png?{HERE}&largeur=300&hauteur=200").content).size == (300, 200)
    assert picture(client.get(f"/tuiles/plan.png?{HERE}&largeur=300&hauteur=200&echelle=2").content).size == (600, 400)


def test_a_box_is_shown_whole(client: Client) -> None:
    make_fiche(Point(-1.5599, 47.2101, srid=4326), title="Au coin")
    make_fiche(Point(-1.5401, 47.2199, srid=4326), title="À l’autre coin")
    drawing = read(client.get("/tuiles/plan.svg?bbox=-1.56,47.21,-1.54,47.22&largeur=500&hauteur=500").content)
    assert sum(1 for use in drawing.iter() if use.get("href", "").startswith("#repere")) == 2


def test_whoever_has_the_plan_gets_304_until_something_it_shows_changes(
    client: Client, base_map: Callable[..., None]
) -> None:
    fiche = make_fiche()
    etag = client.get(f"/tuiles/plan.svg?{HERE}")["ETag"]

    def status(query: str = "", kind: str = "svg") -> int:
        return client.get(f"/tuiles/plan.{kind}?{HERE}{query}", headers={"If-None-Match": etag}).status_code

    assert not etag.startswith("W/")
    assert status() == 304
    assert [status("&theme=dark"), status("&etapes=done"), status("&largeur=900"), status(kind="png")] == [200] * 4
    Fiche.objects.filter(pk=fiche.pk).update(title="Nid-de-poule profond")
    etag, before = client.get(f"/tuiles/plan.svg?{HERE}")["ETag"], etag
    assert etag != before
    base_map(water=[])
    assert status() == 200


def test_two_drawings_of_the_same_thing_are_the_same_bytes(client: Client) -> None:
    for rank in range(5):
        make_fiche(Point(CENTRE[0] + rank / 5000, CENTRE[1], srid=4326))
    assert client.get(f"/tuiles/plan.svg?{HERE}").content == client.get(f"/tuiles/plan.svg?{HERE}").content


def test_a_drawing_is_compressed_for_who_can_read_it(client: Client) -> None:
    plain = client.get(f"/tuiles/plan.svg?{HERE}")
    small = client.get(f"/tuiles/plan.svg?{HERE}", headers={"Accept-Encoding": "gzip"})
    assert (small["Content-Encoding"], "Accept-Encoding" in small["Vary"]) == ("gzip", True)
    assert gzip.decompress(small.content) == plain.content
    assert small["ETag"] != plain["ETag"]


def test_a_cache_between_does_not_mix_languages(client: Client) -> None:
    english = client.get(f"/tuiles/plan.svg?{HERE}&langue=en", headers={"Accept-Language": "fr"})
    french = client.get(f"/tuiles/plan.svg?{HERE}", headers={"Accept-Language": "en"})
    assert "© contributeurs OpenStreetMap" in " ".join(texts(read(french.content)))
    assert "© OpenStreetMap contributors" in " ".join(texts(read(english.content)))


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("largeur=63", "largeur"),
        ("largeur=4001", "largeur"),
        ("hauteur=1e9", "hauteur"),
        ("hauteur=NaN", "hauteur"),
        ("hauteur=-5", "hauteur"),
        ("largeur=" + "9" * 5000, "largeur"),
        ("echelle=0", "echelle"),
        ("echelle=9", "echelle"),
        ("largeur=4000&hauteur=4000&echelle=2", "echelle"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=-1.5,47.3,-1.6,47.2", "bbox"),
        ("bbox=nan,47.3,1,48", "bbox"),
        ("centre=-1.55", "centre"),
        ("centre=-1.55,91", "centre"),
        ("centre=a,b", "centre"),
        ("zoom=23", "zoom"),
        ("zoom=inf", "zoom"),
        ("theme=rose", "theme"),
        ("langue=tlh", "langue"),
        ("titre=%00", "titre"),
        ("titre=" + "a" * 121, "titre"),
        ("etapes=peut-etre", "etapes"),
        ("couches=secrets", "couches"),
        ("depuis=hier", "depuis"),
        ("themes=%00", "themes"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_the_parameter(client: Client, query: str, wrong: str) -> None:
    for kind in ("svg", "png", "pdf"):
        answer = client.get(f"/tuiles/plan.{kind}?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert set(answer.json()["errors"]) == {wrong}
        assert "plan" in answer.json()["title"]


@pytest.mark.parametrize("name", [*NAMES, "couches", "themes", "depuis", "cadre", "territoire"])
def test_no_value_of_a_parameter_breaks_a_plan(client: Client, name: str) -> None:
    make_fiche()
    for value in VALUES:
        for kind in ("svg", "pdf") if name == "orientation" else ("svg",):
            answer = client.get(
                f"/tuiles/plan.{kind}", {"largeur": "64", "hauteur": "64", "zoom": "14"} | {name: value}
            )
            assert answer.status_code in (200, 400, 404), (value[:40], answer.content[:200])
            if answer.status_code == 200 and kind == "svg":
                assert read(answer.content).tag.endswith("svg")


def test_a_sheet_stands_or_lies(client: Client) -> None:
    answer = client.get("/tuiles/plan.pdf?orientation=debout")
    assert (answer.status_code, set(answer.json()["errors"])) == (400, {"orientation"})


def test_a_view_of_too_many_tiles_is_refused(client: Client) -> None:
    answer = client.get("/tuiles/plan.svg?centre=-1.55,47.21&zoom=14&largeur=4000&hauteur=4000&echelle=0.25")
    assert answer.status_code == 400
    assert "plus petite" in answer.json()["title"]


@pytest.mark.parametrize("uuid", ["12", "%00", "5e0b1b6e-0000-4000-8000-000000000000"])
def test_a_fiche_that_is_nowhere_is_404(client: Client, uuid: str) -> None:
    assert client.get(f"/tuiles/plan.png?fiche={uuid}").status_code == 404


@pytest.mark.parametrize("visibility", ["draft", "waiting", "withdrawn", "removed"])
def test_a_fiche_that_is_not_public_has_no_plan(client: Client, visibility: str) -> None:
    fiche = make_fiche(visibility=visibility)
    assert client.get(f"/tuiles/plan.png?fiche={fiche.uuid}").status_code == 404


def test_the_edges_of_the_world_are_no_crash(client: Client) -> None:
    for centre, zoom in (("180,85", 0), ("-180,-85", 3), ("0,0", 0), (f"{PARIS.x},{PARIS.y}", 22), ("179.9999,0", 22)):
        assert client.get(f"/tuiles/plan.svg?centre={centre}&zoom={zoom}&largeur=64&hauteur=64").status_code == 200


def test_a_plan_is_only_read(client: Client) -> None:
    assert client.post("/tuiles/plan.svg").status_code == 405
    assert client.head("/tuiles/plan.svg").status_code == 200


def test_a_broken_base_map_is_said(client: Client) -> None:
    archive_path().write_bytes(b"PMTiles is not what this is" * 20)
    answer = client.get("/tuiles/plan.svg")
    assert answer.status_code == 503
    assert "reconstruire" in answer.json()["title"]


@pytest.mark.parametrize("kind", ["signalements", "idees", "equipements", "opportunites"])
def test_every_fiche_s_page_has_a_card_to_share(client: Client, kind: str, cards: dict[str, Any]) -> None:
    page = client.get(cards[kind].get_absolute_url()).content.decode()
    told = dict(part.split('" content="') for part in _metas(page))
    assert told["og:title"] == "Un titre &lt;b&gt;vif&lt;/b&gt;"
    address = told["og:image"].replace("&amp;", "&")
    assert address.startswith("http://testserver/tuiles/partage.png?fiche=")
    answer = client.get(address.removeprefix("http://testserver"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert picture(answer.content).size == (1200, 630)
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert f'<noscript><img class="where-still" src="/tuiles/plan.png?fiche={cards[kind].uuid}&amp;' in page


def test_without_javascript_the_map_page_shows_a_picture_with_its_filters(client: Client) -> None:
    make_fiche(CHATEAU)
    page = client.get("/?etapes=new").content.decode()
    source = page.split('<figure class="still">')[1].split('src="')[1].split('"')[0].replace("&amp;", "&")
    assert "etapes=new" in source
    assert picture(client.get(source).content).size == (1440, 960)
    assert '<figure class="still">' not in client.get("/?etapes=peut-etre").content.decode()
    assert settings.CARTO_PLACE in page


def _metas(page: str) -> list[str]:
    return [part.split('">')[0] for part in page.split('<meta property="')[1:]]


@pytest.fixture
def cards() -> dict[str, Any]:
    """A fiche of each kind, with a title that means to be more than text."""
    title = "Un titre <b>vif</b>"
    return {
        "signalements": samples.make_signalement(title=title),
        "idees": samples.make_idee(title=title),
        "equipements": samples.make_equipement(title=title),
        "opportunites": samples.make_opportunite(title=title),
    }
