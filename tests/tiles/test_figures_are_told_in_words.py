"""The legend, the table and the card of a place say the same figures as the coloured map, and say what is not known."""

import re
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from carto.fiches.mesures import Niveau
from carto.territoires.models import Level, Population, Territoire
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU, ILE_DE_NANTES, REZE
from tests.projets.samples import make_cout, make_equipement
from tiles.mesures.classes import COLOURS, MOST, classes, colours

pytestmark = pytest.mark.django_db
FIGURES = st.lists(st.integers(0, 40) | st.floats(0, 1e9) | st.decimals(0, 1000, places=2), max_size=60)


@pytest.fixture
def nantes() -> Territoire:
    """Nantes with two quartiers, and Rezé without any; three fiches in the first, one in Rezé."""
    commune = make_territoire(CHATEAU, Level.COMMUNE, half=0.02, code="44109", name="Nantes")
    make_territoire(CHATEAU, Level.QUARTIER, half=0.004, code="N01", name="Centre-Ville", parent=commune)
    make_territoire(ILE_DE_NANTES, Level.QUARTIER, half=0.004, code="N02", name="Île de Nantes", parent=commune)
    make_territoire(REZE, Level.COMMUNE, half=0.004, code="44143", name="Rezé")
    for place in (CHATEAU, CHATEAU, CHATEAU, REZE):
        make_fiche(place)
    return commune


def legend(client: Client, query: str) -> dict[str, Any]:
    answer = client.get(f"/tuiles/mesure.json?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def rows(client: Client, query: str) -> list[tuple[str, str]]:
    """The table as (name, figure), in its order."""
    page = client.get(f"/territoires/?{query}").content.decode().replace("\u00a0", " ")
    found = re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>.*?<td class="number">(.*?)</td>', page, re.DOTALL)
    return [(name, re.sub(r"<[^>]*>", "", figure.split('<span class="soft rests">')[0])) for name, figure in found]


@given(FIGURES)
def test_classes_hold_every_figure_once_in_order_and_never_part_equals(values: list[Any]) -> None:
    found = classes(values)
    assert sum(one.count for one in found) == len(values)
    assert len(found) <= MOST
    assert all(one.low <= one.high for one in found)
    assert all(below.high < above.low for below, above in pairwise(found))
    for one in found:
        assert one.count == sum(one.low <= value <= one.high for value in values)
        assert {one.low, one.high} <= set(values)
    assert all(len(shades) == len(found) for shades in colours(len(found)).values())


def test_when_most_places_have_none_zero_is_a_class_of_its_own() -> None:
    assert [(one.low, one.high, one.count) for one in classes([0] * 30 + [1, 2, 3, 4])] == [
        (0, 0, 30), (1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 4, 1),
    ]  # fmt: skip


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[rank : rank + 2], 16) / 255 for rank in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_go_one_way_in_lightness_so_that_every_eye_reads_their_order(theme: str) -> None:
    seen = [_lightness(colour) for colour in COLOURS[theme]]
    assert seen == sorted(seen, reverse=theme == "light")
    for one, other in pairwise(seen):
        assert (max(one, other) + 0.05) / (min(one, other) + 0.05) > 1.3


def test_the_legend_says_its_classes_and_what_they_rest_on(client: Client, nantes: Territoire) -> None:
    told = legend(client, "mesure=nombre&niveau=quartier")
    assert [(one["de"], one["a"], one["texte"]) for one in told["classes"]] == [(0, 0, "0"), (1, 1, "1"), (3, 3, "3")]
    assert (told["territoires"], told["sans_donnee"], told["n"], told["annees"]) == (3, 0, 4, [])
    assert [len(shades) for shades in told["couleurs"].values()] == [3, 3]
    assert "ne veut pas dire plus de problèmes" in told["precaution"]
    assert legend(client, "mesure=nombre&niveau=commune")["territoires"] == 2
    assert legend(client, "mesure=nombre&niveau=quartier&themes=inconnu")["n"] == 0


def test_the_legend_counts_what_is_not_known_apart_and_dates_its_sources(client: Client, nantes: Territoire) -> None:
    Population.objects.create(territoire=Territoire.objects.get(code="N01"), year=2021, count=1500, source="INSEE")
    told = legend(client, "mesure=habitants&niveau=quartier")
    assert [one["texte"] for one in told["classes"]] == ["2,0"]
    assert (told["sans_donnee"], told["annees"]) == (2, [2021, 2021])
    streets = legend(client, "mesure=habitants&niveau=rue")
    assert streets["classes"] == []
    assert "pas connu rue par rue" in streets["absence"]


def test_the_legend_is_not_sent_twice_and_moves_with_the_figures(client: Client, nantes: Territoire) -> None:
    address = "/tuiles/mesure.json?mesure=nombre&niveau=quartier"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    make_fiche(ILE_DE_NANTES)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("", {"mesure", "niveau"}),
        ("mesure=nombre", {"niveau"}),
        ("mesure=nombre&niveau=iris", {"niveau"}),
        ("niveau=commune", {"mesure"}),
        ("mesure=zut&niveau=\x00&depuis=hier&couches=zut", {"mesure", "niveau", "depuis", "couches"}),
    ],
)
def test_a_wrong_legend_is_refused_in_words(client: Client, query: str, wrong: set[str]) -> None:
    answer = client.get(f"/tuiles/mesure.json?{query}")
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == wrong


def test_the_table_says_the_same_as_the_map_the_greatest_first(client: Client, nantes: Territoire) -> None:
    assert rows(client, "mesure=nombre") == [("Centre-Ville", "3"), ("Rezé", "1"), ("Île de Nantes", "0")]
    assert rows(client, "mesure=nombre&niveau=commune") == [("Nantes", "3"), ("Rezé", "1")]
    assert rows(client, "mesure=nombre&tri=valeur")[0] == ("Île de Nantes", "0")
    assert [name for name, _figure in rows(client, "tri=nom")] == ["Centre-Ville", "Île de Nantes", "Rezé"]
    assert rows(client, "mesure=nombre&territoire=44143")[0] == ("Rezé", "1")


def test_what_is_not_known_comes_last_and_is_said(client: Client, nantes: Territoire) -> None:
    Population.objects.create(territoire=Territoire.objects.get(code="N02"), year=2021, count=10, source="INSEE")
    for order in ("valeur", "-valeur"):
        told = rows(client, f"mesure=habitants&tri={order}")
        assert told == [("Île de Nantes", "0,0"), ("Centre-Ville", "pas de donnée"), ("Rezé", "pas de donnée")]
    page = client.get("/territoires/?mesure=habitants").content.decode()
    assert "0 fiche, 10 habitants en 2021" in page.replace("\u00a0", " ")
    assert "3 fiches, nombre d’habitants inconnu" in page


def test_money_says_how_many_amounts_are_published(client: Client, nantes: Territoire) -> None:
    make_cout(make_equipement(CHATEAU), "1200000.50", year=2019, purpose="construction", basis="ttc")
    make_equipement(CHATEAU)
    make_equipement(REZE)
    page = client.get("/territoires/?mesure=argent:realised:construction:ttc").content.decode().replace("\u00a0", " ")
    assert "1 montant publié pour 2 équipements, chiffre de 2019" in page
    assert "non publié, pour 1 équipement" in page
    assert rows(client, "mesure=argent:realised:construction:ttc")[0] == ("Centre-Ville", "1 200 000")


def test_only_the_money_that_something_is_known_of_is_offered(client: Client, nantes: Territoire) -> None:
    make_cout(make_equipement(CHATEAU), "1200000.50", year=2019, purpose="construction", basis="ttc")
    make_cout(make_equipement(CHATEAU), "9", year=2019, purpose="study", basis="unknown")
    offered = re.findall(r'<option value="(argent[^"]*)"', client.get("/").content.decode())
    assert offered == ["argent:realised:construction:ttc"]


def test_the_columns_say_how_they_are_sorted(client: Client, nantes: Territoire) -> None:
    page = client.get("/territoires/?mesure=nombre").content.decode()
    assert page.count('aria-sort="descending"') == 1
    assert 'href="?mesure=nombre&amp;niveau=quartier&amp;tri=valeur"' in page


def test_the_filter_form_of_the_table_keeps_the_mesure(client: Client, nantes: Territoire) -> None:
    page = client.get("/territoires/?mesure=habitants&niveau=commune&themes=voirie").content.decode()
    assert '<input type="hidden" name="mesure" value="habitants">' in page
    assert '<input type="hidden" name="niveau" value="commune">' in page
    assert '<input type="hidden" name="themes" value="voirie">' in page
    assert 'href="/?themes=voirie&amp;mesure=habitants"' in page


@pytest.mark.parametrize("niveau", list(Niveau))
def test_the_card_of_a_place_says_its_figure_and_where_to_read_more(
    client: Client, nantes: Territoire, niveau: Niveau
) -> None:
    codes = {Niveau.COMMUNE: "44109", Niveau.QUARTIER: "N01"}
    if niveau not in codes:
        assert client.get(f"/territoires/N01/mesure/?niveau={niveau.value}").status_code == 404
        return
    answer = client.get(f"/territoires/{codes[niveau]}/mesure/?mesure=nombre&niveau={niveau.value}&fragment=1")
    page = answer.content.decode()
    assert "3 fiches" in page
    assert f'href="/territoires/{codes[niveau]}/"' in page
    assert "<html" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/territoires/?mesure=zut", "/territoires/?niveau=iris", "/territoires/?tri=zut", "/territoires/?depuis=hier",
        "/territoires/N01/mesure/?mesure=zut", "/?mesure=zut", "/territoires/?mesure=%00&niveau=%00&tri=%00",
    ],
)  # fmt: skip
def test_a_wrong_choice_is_told_and_the_page_still_opens(client: Client, nantes: Territoire, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert 'class="notice bad"' in answer.content.decode()


@pytest.mark.parametrize("code", ["inconnu", "%00", "x" * 400, "44109"])
def test_what_is_not_of_the_scale_is_not_there(client: Client, nantes: Territoire, code: str) -> None:
    assert client.get(f"/territoires/{code}/mesure/?mesure=nombre&niveau=quartier").status_code == 404


def test_the_map_page_offers_the_mesures_and_remembers_the_one_of_its_address(
    client: Client, nantes: Territoire
) -> None:
    page = client.get("/?mesure=delai").content.decode()
    assert '<option value="delai" selected>' in page
    assert page.count(" selected>Délai") == 1


def test_a_page_of_streets_is_long_and_comes_in_parts(client: Client) -> None:
    page = client.get("/territoires/?niveau=rue&page=99").content.decode()
    assert "Aucun territoire n’est connu à cette échelle." in page
