"""A tile is the same for whoever asks; what is refused is still told in one's language."""

from unittest.mock import Mock

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.factories import make_fiche
from tests.places import CHATEAU
from tests.tiles.decode import get_tile, tile_at
from tiles.shortcut import ENDINGS, TILES, TilesFirst

HERE = tile_at(CHATEAU, 14)
ADDRESS = f"/tuiles/signalements/{HERE.z}/{HERE.x}/{HERE.y}.mvt"


def test_both_kinds_of_tiles_have_addresses_that_take_it() -> None:
    of_fiches = reverse("tiles:tile", kwargs={"layers": "idees", "z": "14", "x": "1", "y": "2"})
    of_streets = reverse("tiles:basemap_tile", kwargs={"z": 14, "x": 1, "y": 2})
    for address in (of_fiches, of_streets):
        assert address.startswith(TILES) and address.endswith(ENDINGS)


@pytest.mark.django_db
def test_nothing_behind_it_is_asked() -> None:
    make_fiche()
    behind = Mock()
    answer = TilesFirst(behind)(RequestFactory().get(ADDRESS))
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(answer.content)))
    behind.assert_not_called()


@pytest.mark.django_db
def test_what_is_no_tile_or_is_refused_goes_the_long_way() -> None:
    behind = Mock()
    forward = TilesFirst(behind)
    for request in (
        RequestFactory().get("/tuiles/versions.json"),
        RequestFactory().get("/tuiles/rien/14/1/2.mvt"),
        RequestFactory().get("/tuiles/signalements/14/99999999/2.mvt"),
        RequestFactory().post(ADDRESS),
        RequestFactory().get("/liste/?tri=.mvt"),
    ):
        assert forward(request) is behind.return_value
        behind.assert_called_once_with(request)
        behind.reset_mock()


@pytest.mark.django_db
def test_a_refusal_is_told_in_the_reader_s_language_and_a_tile_in_none(client: Client) -> None:
    make_fiche(title="Banc cassé")
    french, english = (get_tile(client, "signalements", HERE, HTTP_ACCEPT_LANGUAGE=said) for said in ("fr", "en"))
    assert french.content == english.content and french["ETag"] == english["ETag"]
    assert "Accept-Language" not in english["Vary"]
    outside = client.get("/tuiles/signalements/14/99999999/2.mvt", headers={"accept-language": "en"})
    assert outside.json()["title"] == "This tile is outside the map."


@pytest.mark.django_db
def test_a_tile_says_what_it_may_load_and_sets_no_cookie(client: Client) -> None:
    client.cookies["sessionid"] = "celle-de-quelqu-un"
    answer = client.get(ADDRESS)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
