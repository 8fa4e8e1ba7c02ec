"""Whatever is typed in the search, it answers: nothing is broken, nothing hidden is shown."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.carte.querysets import search
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU

pytestmark = pytest.mark.django_db
HOSTILE = [
    "", " ", "%", "_%_%", "\x00", "a\x00b", "' OR 1=1 --", "%(text)s", "%s %d {0}", "\\", "x" * 10_000, "é" * 5000,
    "\u202e\u2066", "<script>alert(1)</script>", "🚲🚲", "中文", "12 " * 400, "1", ", , ,", "rue",
    "99999999999999999999 rue",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_are_answered(client: Client, typed: str) -> None:
    make_territoire(name="Rue")
    response = client.get("/api/v1/recherche/", {"q": typed})
    assert response.status_code == 200
    assert isinstance(response.json()["resultats"], list)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_is_answered(typed: str) -> None:
    assert isinstance(search(typed), list)


ODD = [
    {"lat": "x", "lon": "1"}, {"lat": "nan", "lon": "1"}, {"lat": "91", "lon": "1"}, {"lon": "inf", "lat": "1"},
    {"limite": "0"}, {"limite": "1e9"}, {"limite": "-1"},
]  # fmt: skip


@pytest.mark.parametrize("params", ODD)
def test_odd_numbers_are_a_400_that_names_them(client: Client, params: dict[str, str]) -> None:
    response = client.get("/api/v1/recherche/", {"q": "rue", **params})
    assert response.status_code == 400
    assert response["Content-Type"].startswith("application/")
    assert set(response.json()["errors"]) <= set(params)


def test_only_public_fiches_answer() -> None:
    for visibility in ("draft", "waiting", "withdrawn", "expired", "binned", "removed"):
        fiche = make_fiche(CHATEAU, title="Histoire secrète", visibility=visibility)
        assert search(fiche.number) == []
    assert search("histoire secrète") == []


def test_markup_stays_text(client: Client) -> None:
    make_fiche(CHATEAU, title="Banc <img src=x onerror=alert(1)> cassé")
    answer = client.get("/api/v1/recherche/", {"q": "banc cassé"})
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["resultats"][0]["label"].startswith("Banc <img")


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/api/v1/recherche/", {"q": "rue"}).status_code in (403, 405)
