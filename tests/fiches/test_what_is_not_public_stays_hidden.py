"""A draft, or what waits to be read by a moderator, is not there for anybody: not even its kind is told."""

import pytest
from django.test import Client

from carto.fiches.models import Visibility
from tests.factories import make_fiche

pytestmark = pytest.mark.django_db
HIDDEN = sorted(set(Visibility) - {Visibility.PUBLIC})


@pytest.mark.parametrize("visibility", [Visibility.DRAFT, Visibility.WAITING])
def test_what_was_never_public_has_no_permalink(client: Client, visibility: Visibility) -> None:
    fiche = make_fiche(visibility=visibility)
    assert client.get(f"/fiches/{fiche.uuid}/").status_code == 404


def test_a_public_fiche_is_led_to_its_page(client: Client) -> None:
    fiche = make_fiche()
    assert client.get(f"/fiches/{fiche.uuid}/").url == fiche.get_absolute_url()


@pytest.mark.parametrize("visibility", HIDDEN)
def test_no_view_shows_what_is_not_public(client: Client, visibility: Visibility) -> None:
    fiche = make_fiche(visibility=visibility, title="Rien que pour la modération")
    assert client.get(f"/fiches/{fiche.uuid}/apercu/").status_code == 404
    assert client.get(f"/api/v1/fiches/{fiche.uuid}/").status_code == 404
    place = f"lat={fiche.geom.y}&lon={fiche.geom.x}"
    for address in ("/", "/liste/", f"/liste/?{place}", f"/autour/?{place}", "/recherche/?q=moderation",
                    f"/recherche/?q={fiche.number}", "/api/v1/fiches/", "/donnees/fiches.csv",
                    "/donnees/fiches.geojson"):  # fmt: skip
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200
        assert "Rien que pour la modération" not in body.decode() and str(fiche.uuid) not in body.decode(), address
    assert client.get("/comptes/").json()["total"] == 0
    assert client.get("/tuiles/signalements/16/32485/22992.mvt").status_code == 204
