"""The one search box finds public money too: what a facility costs, what was voted, a contract, an organisation."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from projets.equipements.models import Organisme, Rattachement
from tests.places import CHATEAU
from tests.projets.deliberations.made import make_deliberation, make_marche
from tests.projets.samples import make_cout, make_equipement

pytestmark = pytest.mark.django_db


def _found(client: Client, words: str) -> list[dict[str, Any]]:
    return client.get("/api/v1/recherche/", {"q": words}).json()["resultats"]


def test_a_facility_comes_with_its_last_published_cost(client: Client) -> None:
    gym = make_equipement(title="Gymnase Malakoff")
    make_cout(gym, "900000", year=2015, kind="estimated")
    make_cout(gym, "3600000", year=2021, kind="realised", basis="ht")
    make_cout(gym, "9999999", year=2024, state="superseded")
    first = _found(client, "gymnase malakof")[0]
    assert first["url"] == gym.get_absolute_url()
    assert "construction, coût final : 3\u00a0600\u00a0000\u00a0€ HT, 2021" in first["detail"]


def test_a_vote_is_found_by_a_paragraph_and_leads_to_it(client: Client) -> None:
    make_equipement(title="Piscine Léo-Lagrange")
    voted = make_deliberation("Vu le code.", "La piscine ferme pendant les travaux.", objet="Bassin")
    first = _found(client, "piscine délibération")[0]
    assert (first["kind"], first["url"]) == ("deliberation", f"{voted.get_absolute_url()}#p2")
    assert "6 février 2026" in first["detail"]
    assert "La piscine ferme pendant les travaux" in first["detail"]
    assert first["longitude"] is None
    kinds = [hit["kind"] for hit in _found(client, "piscine")]
    assert kinds == ["fiche", "deliberation"], "a place first, when nothing says what is looked for"


def test_a_contract_is_found_by_the_words_of_its_object_where_it_is_tied(client: Client) -> None:
    pool = make_equipement(CHATEAU, title="Le bassin")
    contract = make_marche("Réfection des toitures de la piscine", amount=Decimal("486200"))
    make_marche("Tonte des pelouses")
    Rattachement.objects.create(ligne=contract.ligne, equipement=pool, state="confirmed")
    [hit] = [hit for hit in _found(client, "toiture piscines") if hit["kind"] == "marche"]
    assert hit["label"] == "Réfection des toitures de la piscine"
    assert "486\u00a0200\u00a0€ HT notifiés" in hit["detail"]
    assert hit["url"]
    assert hit["longitude"] == pytest.approx(CHATEAU.x)


def test_what_only_a_machine_suggested_gives_no_place_and_hidden_places_are_not_named(client: Client) -> None:
    hidden = make_equipement(title="Un lieu retiré", visibility="withdrawn")
    voted = make_deliberation("La piscine.")
    Rattachement.objects.create(ligne=voted.ligne, equipement=hidden, state="confirmed")
    Rattachement.objects.create(ligne=voted.ligne, equipement=make_equipement(title="Rien"), state="suggested")
    [hit] = [hit for hit in _found(client, "piscine") if hit["kind"] == "deliberation"]
    assert hit["longitude"] is None
    assert "retiré" not in hit["detail"]


def test_the_search_asks_the_same_whatever_there_is(client: Client) -> None:
    def asked() -> None:
        with assertNumQueries(4):
            _found(client, "piscine")

    make_cout(make_equipement(title="Piscine"))
    asked()
    Organisme.objects.create(slug="piscine", name="Piscine", level="public")
    for n in range(5):
        make_deliberation("La piscine.", objet=f"Piscine {n}")
        make_marche(f"Piscine {n}")
        make_cout(make_equipement(title=f"Piscine {n}"))
    asked()


def test_places_and_votes_share_the_answers_and_there_are_never_too_many(client: Client) -> None:
    for n in range(10):
        make_equipement(title=f"Piscine {n}")
        make_deliberation("La piscine.", objet=f"Piscine {n}")
    kinds = [hit["kind"] for hit in _found(client, "piscine")]
    assert len(kinds) <= 8
    assert {"fiche", "deliberation"} == set(kinds)
    for limit in ("1", "2"):
        assert len(client.get("/api/v1/recherche/", {"q": "piscine", "limite": limit}).json()["resultats"]) <= int(
            limit
        )


def test_without_javascript_the_page_of_answers_links_to_them(client: Client) -> None:
    voted = make_deliberation("La piscine ferme.", objet="Bassin")
    assert f'href="{voted.get_absolute_url()}#p1"' in client.get("/recherche/", {"q": "piscine"}).content.decode()
