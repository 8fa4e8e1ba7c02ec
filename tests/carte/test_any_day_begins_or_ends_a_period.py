"""A period is any two days: offered as usual ones and as two date fields, in a form that needs no JavaScript."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from carto.carte.panel import Panel
from carto.carte.periods import Period
from tests.factories import make_fiche

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def _made_on(*moment: int) -> None:
    make_fiche(created_at=datetime(*moment, tzinfo=PARIS))


@pytest.mark.parametrize("path", ["/", "/liste/", "/signalements/"])
def test_the_two_days_come_back_in_their_fields(client: Client, path: str) -> None:
    text = client.get(f"{path}?depuis=2026-03-02&jusqua=2026-03-05").content.decode()
    assert re.search(r'<input id="depuis" type="date" name="depuis" value="2026-03-02"', text)
    assert re.search(r'<input id="jusqua" type="date" name="jusqua" value="2026-03-05"', text)
    (form,) = re.findall(r'<form class="filters".*?</form>', text, re.DOTALL)
    assert 'type="hidden" name="jusqua"' not in form


def test_both_days_are_whole_days_of_the_city(client: Client) -> None:
    _made_on(2026, 3, 1, 23, 59)
    _made_on(2026, 3, 2, 0, 0)
    _made_on(2026, 3, 5, 23, 59)
    _made_on(2026, 3, 6, 0, 0)
    query = "depuis=2026-03-02&jusqua=2026-03-05"
    assert client.get(f"/comptes/?{query}").json()["total"] == 2
    assert client.get(f"/liste/?{query}").context["panel"].total == 2
    lines = b"".join(client.get(f"/donnees/fiches.csv?{query}").streaming_content).decode().splitlines()
    assert len(lines) == 1 + 2


def test_a_period_is_one_filter_whichever_of_its_ends_is_said(client: Client) -> None:
    for query in ("depuis=2026-03-02", "jusqua=2026-03-05", "depuis=2026-03-02&jusqua=2026-03-05"):
        assert client.get(f"/liste/?{query}").context["panel"].active == 1
    assert client.get("/liste/?jusqua=2026-03-05&themes=velo").context["panel"].active == 2


def test_usual_periods_are_links_that_keep_the_other_filters(client: Client) -> None:
    panel: Panel = client.get("/liste/?themes=velo&depuis=2020-05-05&jusqua=2020-06-06").context["panel"]
    known = {preset.label: preset for preset in panel.presets}
    assert known["Tout"].query == "themes=velo"
    today = date.today()
    assert known["Cette année"].query == f"themes=velo&depuis={today.year}-01-01"
    last = today.year - 1
    assert known["L’an dernier"].query == f"themes=velo&depuis={last}-01-01&jusqua={last}-12-31"
    assert not any(preset.chosen for preset in known.values())
    text = client.get(f"/liste/?{known['L’an dernier'].query}").content.decode()
    assert re.findall(r'aria-current="true">([^<]+)</a>', text) == ["L’an dernier"]


def test_seven_days_are_today_and_the_six_before(client: Client) -> None:
    week = next(preset for preset in Period().presets() if preset.label == "7 jours")
    assert (date.today() - week.since).days == 6


def test_nothing_chosen_is_everything(client: Client) -> None:
    text = client.get("/liste/?depuis=&jusqua=").content.decode()
    assert re.findall(r'aria-current="true">([^<]+)</a>', text) == ["Tout"]


def test_a_period_that_ends_before_it_begins_is_told_and_kept(client: Client) -> None:
    _made_on(2026, 3, 10)
    answer = client.get("/liste/?couches=signalements&depuis=2026-03-05&jusqua=2026-03-02")
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "La période commence le 5 mars 2026 et finit avant, le 2 mars 2026 : est-ce l’inverse ?" in text
    assert "Le reste de vos choix est gardé" in text
    assert 'name="depuis" value="2026-03-05"' in text
    assert re.search(
        r'name="jusqua" value="2026-03-02"[^>]*aria-invalid="true" aria-describedby="periode-inverse"', text
    )
    assert 'href="/liste/?couches=signalements&amp;depuis=2026-03-02&amp;jusqua=2026-03-05"' in text
    assert answer.context["panel"].total == 1  # what the other filters keep


@pytest.mark.parametrize("path", ["/tuiles/signalements/12/2031/1437.mvt", "/api/v1/fiches/", "/donnees/fiches.csv"])
def test_programs_are_told_the_same(client: Client, path: str) -> None:
    answer = client.get(f"{path}?depuis=2026-03-05&jusqua=2026-03-02")
    assert answer.status_code == 400
    assert "est-ce l’inverse" in answer.json()["errors"]["jusqua"][0]


@pytest.mark.parametrize("value", ["hier", "2026-02-30", "<b>", "\x00", "9" * 300])
def test_a_day_that_no_field_can_show_leaves_it_empty(client: Client, value: str) -> None:
    answer = client.get("/liste/", {"depuis": value, "jusqua": "2026-03-02"})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'name="depuis" value=""' in text
    assert 'name="jusqua" value="2026-03-02"' in text


def test_a_day_written_otherwise_is_shown_as_the_field_wants_it(client: Client) -> None:
    text = client.get("/liste/?depuis=20260302").content.decode()
    assert 'name="depuis" value="2026-03-02"' in text
