"""Before anything is sent: who will answer, by when and why, how long it takes, what is planned here already."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carto.fiches.models import Stage, Visibility
from signalements.actions import change_status
from signalements.before import before_sending, is_said, reason
from signalements.deadlines import due_after, is_working_day, skipped
from signalements.models import Annonce, Categorie, Signalement
from signalements.workflow import Status
from tests.factories import make_fiche, make_territoire
from tests.places import COURS_DES_50_OTAGES, ILE_DE_NANTES
from tests.signalements.samples import filled, load_content, make_signalement, tomorrow

pytestmark = pytest.mark.django_db

PARIS_TIME = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 9, 10, tzinfo=PARIS_TIME)


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist; what was remembered of another test is forgotten."""
    load_content()
    cache.clear()


def _categorie(code: str = "trou-chaussee") -> Categorie:
    return Categorie.objects.select_related("service").get(code=code)


REASONS = {
    "within a week": (date(2026, 11, 16), 2, "2 jours ouvrés"),
    "one day": (date(2026, 11, 16), 1, "1 jour ouvré"),
    "over a weekend": (date(2026, 11, 20), 1, "1 jour ouvré, sans le week-end"),
    "over Armistice day": (date(2026, 11, 9), 5, "5 jours ouvrés, sans le week-end ni le 11 novembre"),
    "over weekends": (date(2026, 11, 16), 10, "10 jours ouvrés, sans les week-ends"),
    "over Labour day": (date(2026, 4, 30), 1, "1 jour ouvré, sans le week-end ni le 1er mai"),
    "over a holiday on Sunday": (date(2026, 10, 30), 1, "1 jour ouvré, sans le week-end"),
}


@pytest.mark.parametrize(("start", "days", "said"), REASONS.values(), ids=REASONS)
def test_a_date_comes_with_its_reason(start: date, days: int, said: str) -> None:
    assert reason(start, days) == said


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_every_day_until_the_promise_is_either_worked_or_said_to_be_skipped(start: date, days: int) -> None:
    weekends, holidays = skipped(start, days)
    end = due_after(datetime.combine(start, time(9), tzinfo=UTC), days).date()
    elapsed = (end - start).days
    saturdays_and_sundays = sum((start + timedelta(days=n)).weekday() >= 5 for n in range(1, elapsed))
    assert elapsed == days + len(holidays) + saturdays_and_sundays
    assert saturdays_and_sundays <= 2 * weekends
    assert not any(is_working_day(day) for day in holidays)


def test_the_receiver_and_the_date_are_said() -> None:
    told = before_sending(_categorie(), COURS_DES_50_OTAGES, MONDAY)
    assert told.service.name == "Voirie"
    assert told.due_at == datetime(2026, 11, 17, 18, tzinfo=PARIS_TIME)
    assert told.day == "mardi 17 novembre"
    assert told.reason == "5 jours ouvrés, sans le week-end ni le 11 novembre"


def test_the_first_of_a_month_is_said_as_people_say_it() -> None:
    assert before_sending(_categorie(), None, datetime(2026, 11, 24, 10, tzinfo=PARIS_TIME)).day == "mardi 1er décembre"


def test_without_a_promise_no_date_is_said() -> None:
    Categorie.objects.filter(code="autre").update(deadline_days=None)
    told = before_sending(_categorie("autre"), None, MONDAY)
    assert (told.due_at, told.reason) == (None, "")


def _treated(days: int, place: object = COURS_DES_50_OTAGES, code: str = "trou-chaussee") -> Signalement:
    signalement = make_signalement(code, geom=place)
    reported = timezone.now() - timedelta(days=days)
    Signalement.objects.filter(pk=signalement.pk).update(reported_at=reported)
    change_status(signalement, Status.TREATED, closing="mended")
    return signalement


def test_usual_delays_are_those_of_the_quartier_and_of_that_category() -> None:
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    for days in (2, 4, 6, 8, 12):
        _treated(days)
    _treated(300, code="bruit")
    _treated(300, place=ILE_DE_NANTES)
    usual = before_sending(_categorie(), COURS_DES_50_OTAGES, timezone.now()).usual
    assert (usual.place, usual.half, usual.most, usual.count) == ("Centre-Ville", 7, 9, 5)


def test_few_treated_or_hidden_ones_say_nothing_of_a_delay() -> None:
    make_territoire(COURS_DES_50_OTAGES)
    sent = [_treated(3) for _turn in range(5)]
    Signalement.objects.filter(pk=sent[0].pk).update(visibility=Visibility.BINNED)
    assert before_sending(_categorie(), COURS_DES_50_OTAGES, timezone.now()).usual is None
    assert before_sending(_categorie(), ILE_DE_NANTES, timezone.now()).usual is None, "no territory there"


def test_what_is_planned_near_here_is_said_whatever_its_kind() -> None:
    planned = make_signalement("trottoir-abime", geom=COURS_DES_50_OTAGES)
    change_status(planned, Status.PLANNED, planned_on=tomorrow())
    hidden = make_signalement("trottoir-abime", geom=COURS_DES_50_OTAGES)
    change_status(hidden, Status.PLANNED, planned_on=tomorrow())
    Signalement.objects.filter(pk=hidden.pk).update(visibility=Visibility.WAITING)
    make_signalement("bruit", geom=COURS_DES_50_OTAGES)
    works = make_fiche(COURS_DES_50_OTAGES, kind="opportunite", stage=Stage.IN_PROGRESS, title="Réfection du cours")
    make_fiche(ILE_DE_NANTES, kind="opportunite", stage=Stage.IN_PROGRESS)
    told = before_sending(_categorie(), COURS_DES_50_OTAGES, timezone.now()).works
    assert {(work.title, work.state, work.metres) for work in told} == {
        ("Trottoir abîmé", "intervention planifiée", 0),
        ("Réfection du cours", "en cours", 0),
    }
    assert {work.address for work in told} == {planned.get_absolute_url(), works.get_absolute_url()}


def _said(code: str, at: datetime) -> list[str]:
    return [annonce.text for annonce in before_sending(_categorie(code), None, at).annonces]


def test_a_dated_notice_is_said_between_its_dates_only() -> None:
    Annonce.objects.create(
        text="Grève.", service=_categorie().service, starts_at=MONDAY, ends_at=MONDAY + timedelta(days=2)
    )
    assert _said("trou-chaussee", MONDAY) == ["Grève."]
    assert _said("trou-chaussee", MONDAY - timedelta(minutes=1)) == []
    assert _said("trou-chaussee", MONDAY + timedelta(days=2)) == []
    assert _said("bruit", MONDAY) == [], "another service's"


def test_notices_go_from_everybody_to_the_category() -> None:
    Annonce.objects.create(text="Catégorie.", categorie=_categorie(), ends_at=MONDAY + timedelta(days=1))
    Annonce.objects.create(text="Service.", service=_categorie().service, ends_at=MONDAY + timedelta(days=1))
    Annonce.objects.create(text="Tous.", ends_at=MONDAY + timedelta(days=1))
    assert _said("trou-chaussee", MONDAY) == ["Tous.", "Service.", "Catégorie."]
    assert _said("trottoir-abime", MONDAY) == ["Tous.", "Service."]


HOURS = {
    "in office hours": (True, datetime(2026, 11, 9, 10), False),
    "in the evening": (True, datetime(2026, 11, 9, 18), True),
    "after midnight": (True, datetime(2026, 11, 10, 3), True),
    "when it opens": (True, datetime(2026, 11, 10, 8), False),
    "on Armistice day": (True, datetime(2026, 11, 11, 10), True),
    "on Saturday": (True, datetime(2026, 11, 14, 10), True),
    "on Saturday, nights only": (False, datetime(2026, 11, 14, 10), False),
}


@pytest.mark.parametrize(("closed_days", "at", "said"), HOURS.values(), ids=HOURS)
def test_a_notice_outside_hours_knows_nights_and_holidays(closed_days: bool, at: datetime, said: bool) -> None:
    annonce = Annonce(text="Fermé.", from_hour=time(18), until_hour=time(8), closed_days=closed_days)
    assert is_said(annonce, at.replace(tzinfo=PARIS_TIME)) is said


def test_hours_within_a_day_and_days_alone() -> None:
    lunch = Annonce(text="Midi.", from_hour=time(12), until_hour=time(14))
    assert is_said(lunch, MONDAY.replace(hour=13))
    assert not is_said(lunch, MONDAY)
    closed = Annonce(text="Dimanche.", closed_days=True)
    assert not is_said(closed, MONDAY)
    assert is_said(closed, MONDAY - timedelta(days=1))


def _ask(client: Client, **params: object) -> str:
    answer = client.get("/signaler/avant/", {"categorie": "trou-chaussee"} | params)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_fragment_tells_all_of_it(client: Client) -> None:
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    for days in (2, 4, 6, 8, 12):
        _treated(days)
    change_status(make_signalement("trottoir-abime"), Status.PLANNED, planned_on=tomorrow())
    Annonce.objects.create(text="<b>Grève</b> lundi.", ends_at=timezone.now() + timedelta(days=1))
    page = _ask(client, lon=COURS_DES_50_OTAGES.x, lat=COURS_DES_50_OTAGES.y)
    for said in ("Voirie", "Réponse d’ici le", "jours ouvrés", "Trottoir abîmé", "ici même", "&lt;b&gt;Grève"):
        assert said in page
    assert "Centre-Ville : la moitié de ces signalements est traitée en 7 jours," in page
    assert "8 sur 10 en 9 jours." in page


def test_the_fragment_costs_a_fixed_number_of_queries(client: Client) -> None:
    make_territoire(COURS_DES_50_OTAGES)
    place = {"lon": COURS_DES_50_OTAGES.x, "lat": COURS_DES_50_OTAGES.y}
    with CaptureQueriesContext(connection) as queries:
        _ask(client, **place)
    assert len(queries) <= 8
    for _turn in range(4):
        change_status(make_signalement(), Status.PLANNED, planned_on=tomorrow())
        Annonce.objects.create(text="Tous.", ends_at=timezone.now() + timedelta(days=1))
    with CaptureQueriesContext(connection) as more:
        page = _ask(client, **place)
    assert len(more) < len(queries), "delays are remembered"
    assert page.count("<li>") == 3


@pytest.mark.parametrize("place", [{"lon": "NaN", "lat": "1"}, {"lon": "\0"}, {"lon": "2.35", "lat": "48.85"}, {}])
def test_a_place_that_cannot_be_still_says_who_answers(client: Client, place: dict[str, str]) -> None:
    assert "Voirie" in _ask(client, **place)


@pytest.mark.parametrize("code", ["", "\0", "inconnue", "' OR 1=1 --", "é" * 500])
def test_an_unknown_category_is_a_404(client: Client, code: str) -> None:
    assert client.get("/signaler/avant/", {"categorie": code}).status_code == 404
    assert client.get("/signaler/", {"categorie": code}).status_code == 200


def test_the_form_says_it_without_javascript_once_the_category_is_known(client: Client) -> None:
    assert 'class="said"' not in client.get("/signaler/").content.decode()
    assert "Réponse d’ici le" in client.get("/signaler/?categorie=bruit").content.decode()
    refused = client.post("/signaler/", filled(longitude="", latitude=""))
    assert refused.status_code == 422
    assert "Réponse d’ici le" in refused.content.decode()
