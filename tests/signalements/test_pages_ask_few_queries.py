"""Lists and pages cost the same however many signalements there are."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.fiches.models import Visibility
from signalements.actions import change_status
from signalements.layers import SIGNALEMENTS
from signalements.models import Signalement
from signalements.workflow import Status
from tests.people import bob
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import properties
from tests.signalements.samples import make_signalement, tomorrow

pytestmark = pytest.mark.django_db


def _several(count: int) -> None:
    for rank in range(count):
        place = Point(COURS_DES_50_OTAGES.x + rank / 5000, COURS_DES_50_OTAGES.y, srid=4326)
        make_signalement("tags-affiches" if rank % 2 else "bruit", geom=place)


def _cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_for_two_and_for_twenty(client: Client) -> None:
    _several(2)
    client.get("/signalements/")  # a new process reads what it counts from, once
    few = _cost(client, "/signalements/")
    _several(18)
    assert _cost(client, "/signalements/") == few


def test_the_list_shows_signalements_and_only_public_ones(client: Client) -> None:
    shown, hidden = make_signalement("bruit"), make_signalement("fuite-eau")
    Signalement.objects.filter(pk=hidden.pk).update(visibility=Visibility.WAITING)
    page = client.get("/signalements/").content.decode()
    assert shown.get_absolute_url() in page
    assert hidden.get_absolute_url() not in page


def test_the_form_costs_the_same_whatever_the_number_of_categories(client: Client) -> None:
    make_signalement()
    assert _cost(client, "/signaler/") <= 2


def test_a_page_tells_its_history_in_a_fixed_number_of_queries(client: Client) -> None:
    signalement = make_signalement()
    client.get(signalement.get_absolute_url())  # a new process reads the units of its metric system, once
    before = _cost(client, signalement.get_absolute_url())
    for status, closing in ((Status.ACCEPTED, ""), (Status.PLANNED, ""), (Status.TREATED, "mended")):
        change_status(signalement, status, public_text="Une réponse.", closing=closing, planned_on=tomorrow())
    assert _cost(client, signalement.get_absolute_url()) == before


def test_a_page_says_category_service_state_and_every_answer(client: Client) -> None:
    signalement = make_signalement("lampadaire-eteint", text="Tout est noir.")
    change_status(signalement, Status.ACCEPTED, person=bob(), public_text="Nous vérifions la lampe.")
    page = client.get(signalement.get_absolute_url()).content.decode()
    facts = ("Lampadaire éteint", "Éclairage public", "pris en charge", signalement.number, 'aria-current="step"')
    for said in (*facts, "Tout est noir.", "Nous vérifions la lampe."):
        assert said in page
    assert "Bob" not in page, "a service answers, not a named agent"


def test_a_signalement_off_the_usual_way_shows_no_steps(client: Client) -> None:
    signalement = make_signalement()
    change_status(signalement, Status.FORWARDED, public_text="Transmis.")
    page = client.get(signalement.get_absolute_url()).content.decode()
    assert "aria-current" not in page
    assert "transmis à un autre organisme" in page


def test_steps_claim_only_what_happened(client: Client) -> None:
    signalement = make_signalement()
    change_status(signalement, Status.ACCEPTED)
    change_status(signalement, Status.TREATED, closing="mended")
    page = client.get(signalement.get_absolute_url())
    assert [str(step["label"]) for step in page.context["steps"]] == ["reçu", "pris en charge", "traité"]


def _promise(signalement: Signalement) -> list[str]:
    return [fact.value for fact in SIGNALEMENTS.facts(signalement) if fact.label == "Réponse attendue d’ici le"]


def test_facts_promise_only_while_open_and_say_when_it_is_late() -> None:
    signalement = make_signalement()
    assert not _promise(signalement)[0].endswith("dépassé")
    signalement.due_at = timezone.now() - timedelta(days=2)
    assert _promise(signalement)[0].endswith("dépassé")
    change_status(signalement, Status.TREATED, closing="mended")
    assert _promise(signalement) == []


def test_facts_name_the_category_when_the_title_does_not() -> None:
    signalement = make_signalement("bruit", title="Rodéo de motos")
    assert SIGNALEMENTS.facts(signalement)[0].value == "Bruit qui revient souvent"
    assert properties(SIGNALEMENTS, signalement)["categorie"] == "bruit"


def test_the_queue_puts_what_is_promised_first() -> None:
    late, soon = make_signalement("fuite-eau"), make_signalement("marquage-efface")
    never = make_signalement("autre")
    Signalement.objects.filter(pk=never.pk).update(due_at=None)
    closed = make_signalement("bruit")
    change_status(closed, Status.TREATED, closing="mended")
    assert list(Signalement.objects.for_queue()) == [late, soon, never]
    assert list(Signalement.objects.overdue(late.due_at + timedelta(minutes=1))) == [late]
    assert not Signalement.objects.overdue(timezone.now()).exists()
    assert list(Signalement.objects.of_service(soon.service)) == [soon]
