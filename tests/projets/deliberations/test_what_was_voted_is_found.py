"""What the council voted is found by its words, in the object and in the text, and the paragraph that answers shows."""

from datetime import date
from urllib.parse import parse_qs

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertNumQueries

from projets.equipements.deliberations.listing import Asked, marked, page_of
from projets.equipements.deliberations.querysets import START, STOP, Within, find
from tests.projets.deliberations.made import make_deliberation

pytestmark = pytest.mark.django_db
LIST = "/argent/deliberations/"


def _shown(client: Client, **params: str) -> str:
    return client.get(LIST, params).content.decode()


def test_accents_and_plurals_are_forgiven_and_the_paragraph_that_answers_is_marked(client: Client) -> None:
    voted = make_deliberation("Vu le code.", "Les chaudières du bassin sont remplacées.", "La séance est levée.")
    make_deliberation("Les livres sont gratuits.", objet="Médiathèques : gratuité des prêts", reference="2026-13")
    html = _shown(client, q="chaudiere")
    assert "<mark>chaudières</mark>" in html
    assert f"{voted.get_absolute_url()}#p2" in html
    assert "Médiathèques" not in html


def test_what_is_in_the_object_comes_before_what_is_in_the_text_alone() -> None:
    in_text = make_deliberation("La piscine ferme le lundi.", objet="Horaires")
    in_object = make_deliberation("Rien.", objet="Piscine : horaires")
    assert [one.id for one in find("piscine", Within(), limit=5)] == [in_object.pk, in_text.pk]


def test_words_that_no_vote_holds_together_find_those_that_hold_some_and_it_is_said(client: Client) -> None:
    make_deliberation("La toiture est refaite.")
    html = _shown(client, q="toiture zeppelin")
    assert "contiennent une partie" in html
    assert "Piscine Léo-Lagrange" in html


def test_year_matter_and_council_narrow_the_list_and_the_search(client: Client) -> None:
    make_deliberation(
        "Les bancs.", objet="Bancs", matter="Voirie", on=date(2024, 5, 2), council="Conseil métropolitain"
    )
    make_deliberation("Les bancs.", objet="Tables", matter="Sport")
    for params in ({"annee": "2024"}, {"matiere": "Voirie"}, {"assemblee": "Conseil métropolitain"}):
        for words in ({}, {"q": "bancs"}):
            html = _shown(client, **params, **words)
            assert ">Bancs</a>" in html, (params, words)
            assert ">Tables</a>" not in html, (params, words)


@pytest.mark.parametrize("words", ["", "bancs"])
def test_pages_follow_one_another_by_their_key_each_vote_once(words: str) -> None:
    days = [date(2026, 1, 1 + n % 5) if n % 7 else None for n in range(45)]
    made = {make_deliberation("Les bancs publics.", objet=f"Bancs {n}", on=day).pk for n, day in enumerate(days)}
    asked, seen = Asked(words), []
    for _page in range(4):
        page = page_of(asked)
        seen += [line.deliberation.pk for line in page.lines]
        if not page.following:
            break
        asked = asked.from_key(page.following)
        assert parse_qs(asked.query)["apres"] == [page.following]
    assert len(seen) == 45
    assert set(seen) == made


def test_the_pages_of_a_loose_search_go_on_too() -> None:
    for n in range(25):
        make_deliberation("Les bancs publics.", objet=f"Bancs {n}")
    first = page_of(Asked("bancs zeppelin"))
    second = page_of(Asked("bancs zeppelin").from_key(first.following))
    assert first.loose
    assert len(first.lines) + len(second.lines) == 25


def test_the_list_asks_as_much_for_many_as_for_one(client: Client) -> None:
    for n in range(12):
        make_deliberation("Les bancs publics.", objet=f"Bancs {n}")
    client.get(LIST)
    with assertNumQueries(2):
        client.get(LIST)
    with assertNumQueries(4):
        client.get(LIST, {"q": "bancs"})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=60), apres=st.from_regex(r"~?[0-9.\-]{1,24}"), annee=st.text(max_size=6))
def test_whatever_is_typed_the_list_answers(q: str, apres: str, annee: str) -> None:
    response = Client().get(LIST, {"q": q, "apres": apres, "annee": annee, "matiere": q})
    assert response.status_code == 200


@given(st.lists(st.tuples(st.text("abc <>&", min_size=1, max_size=5), st.booleans()), max_size=6))
def test_an_excerpt_is_cut_where_words_are_marked_and_nothing_is_lost(parts: list[tuple[str, bool]]) -> None:
    text = "".join(f"{START}{words}{STOP}" if found else words for words, found in parts)
    assert "".join(words for words, _found in marked(text)) == "".join(words for words, _found in parts)
