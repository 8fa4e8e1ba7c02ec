"""The first rule that holds decides, whatever the door, and the history says why to the services alone."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.fiches.models import Fiche, What
from carto.fiches.own.actions import move, seen
from carto.territoires.models import Level
from signalements.before import before_sending
from signalements.loaders import Row, load
from signalements.models import Categorie, Signalement
from signalements.workflow import Status
from tests.factories import make_territoire
from tests.places import CHATEAU, COMMERCE, PARIS, REZE
from tests.signalements.routing.samples import content, crew, rule, service
from tests.signalements.samples import filled, make_signalement

pytestmark = pytest.mark.django_db
PARIS_TIME = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def _content() -> None:
    content()


def _why(signalement: Signalement) -> list[str]:
    return list(signalement.evenements.filter(what=What.ROUTED).values_list("private_text", flat=True))


def test_without_a_rule_the_category_s_service_has_it_and_nothing_is_said() -> None:
    signalement = make_signalement("rue-sale")
    assert signalement.service.code == "proprete"
    assert _why(signalement) == []


def test_the_first_rule_that_holds_gives_service_crew_and_priority() -> None:
    centre = make_territoire(CHATEAU, name="Centre-Ville")
    first = rule(
        "Propreté du centre", "proprete", "rue-sale", territoire=centre, crew=crew("centre", "proprete"), priority=1
    )
    rule("Toute la propreté", "accueil", "rue-sale")
    signalement = make_signalement("rue-sale", geom=CHATEAU)
    assert (signalement.service.code, signalement.crew.code, signalement.priority) == ("proprete", "centre", 1)
    assert signalement.rule == first
    said = "Règle 1 « Propreté du centre » : catégorie « Rue ou place sale » ; quartier Centre-Ville."
    assert _why(signalement) == [f"{said} Pour : Propreté, Équipe centre."]
    assert make_signalement("rue-sale", geom=REZE).service.code == "accueil"


def test_a_rule_looks_at_frequency_answers_days_and_hours() -> None:
    rule("Ce qui revient", "deplacements", temporalities=["often", "always"])
    rule("Fauteuils", "accueil", "trottoir-abime", answers={"passage": ["non"]})
    rule("La nuit", "tranquillite", from_hour=time(20), until_hour=time(6))
    rule("Le week-end", "hygiene", closed_days=True)
    rule("Le mardi", "eau", weekdays=[1])
    noon = datetime(2026, 11, 25, 12, tzinfo=PARIS_TIME)  # a Wednesday

    def sent(**fields: object) -> str:
        return make_signalement("trottoir-abime", **({"at": noon} | fields)).service.code

    assert sent() == "voirie"
    assert sent(temporality="always") == "deplacements"
    assert sent(answers={"passage": "non"}) == "accueil"
    assert sent(answers={"passage": "oui"}) == "voirie"
    assert sent(at=noon.replace(hour=3)) == "tranquillite"
    assert sent(at=noon.replace(month=12, day=25)) == "hygiene"
    assert sent(at=noon.replace(day=24)) == "eau"


def test_hours_are_those_of_the_city_not_of_the_server() -> None:
    rule("La nuit", "tranquillite", from_hour=time(0), until_hour=time(1))
    late = datetime(2026, 7, 1, 22, 30, tzinfo=ZoneInfo("UTC"))  # half past midnight in Nantes
    assert make_signalement("bruit", at=late).service.code == "tranquillite"


def test_a_larger_territory_holds_what_lies_in_its_parts() -> None:
    commune = make_territoire(CHATEAU, level=Level.COMMUNE, half=0.02, name="Nantes")
    make_territoire(CHATEAU, name="Centre-Ville", parent=commune)
    whole = make_territoire(CHATEAU, level=Level.METROPOLE, half=0.1, name="Nantes Métropole")
    rule("Nantes", "eau", "bruit", territoire=commune)
    rule("Métropole", "hygiene", "bruit", territoire=whole)
    assert [make_signalement("bruit", geom=at).service.code for at in (CHATEAU, REZE, PARIS)] == [
        "eau", "hygiene", "tranquillite",
    ]  # fmt: skip


def test_the_form_and_an_import_meet_the_same_rules(client: Client) -> None:
    rule("Trous", "deplacements", "trou-chaussee", crew=crew("tram", "deplacements"))
    assert client.post("/signaler/", filled()).status_code == 302
    categorie = Categorie.objects.select_related("service").get(code="trou-chaussee")
    at = datetime(2026, 11, 24, 9, tzinfo=PARIS_TIME)
    rows = [
        Row(uuid=Fiche().uuid, categorie=categorie, geom=CHATEAU.ewkt, at=at, history=(), status=status)
        for status in (Status.RECEIVED, Status.TREATED)
    ]
    load(rows)
    assert sorted(Signalement.objects.values_list("status", "service__code", "crew__code")) == [
        ("received", "deplacements", "tram"), ("received", "deplacements", "tram"), ("treated", "voirie", None),
    ]  # fmt: skip
    assert all(_why(each) for each in Signalement.objects.filter(status="received"))


def test_the_public_page_does_not_say_the_private_reason(client: Client) -> None:
    rule("Trous du centre", "deplacements", "trou-chaussee")
    signalement = make_signalement()
    assert "Trous du centre" not in client.get(signalement.get_absolute_url()).content.decode()


def test_moved_across_a_border_it_goes_to_whom_it_belongs_there() -> None:
    reze = make_territoire(REZE, name="Rezé")
    rule("Rezé", "accueil", territoire=reze)
    signalement = make_signalement("bruit", geom=CHATEAU)
    line = move(signalement.fiche_ptr, REZE, as_seen=seen(signalement.fiche_ptr, "geom"))
    signalement.refresh_from_db()
    assert signalement.service.code == "accueil"
    assert "Reçu maintenant par : Accueil de proximité." in line.public_text
    assert "quartier Rezé" in _why(signalement)[0]
    move(signalement.fiche_ptr, CHATEAU, as_seen=seen(Fiche.objects.get(pk=signalement.pk), "geom"))
    signalement.refresh_from_db()
    assert (signalement.service.code, signalement.rule) == ("tranquillite", None)


def test_an_arrival_costs_a_fixed_number_of_queries() -> None:
    make_signalement("bruit", geom=CHATEAU)
    with CaptureQueriesContext(connection) as before:
        make_signalement("bruit", geom=COMMERCE)
    for rank in range(30):
        rule(f"Règle {rank}", "eau", "rue-sale", territoire=make_territoire(Point(rank / 10, 45, srid=4326)))
    rule("Bruit", "hygiene", "bruit")
    make_signalement("bruit")  # a process reads the rules once
    with CaptureQueriesContext(connection) as after:
        sent = make_signalement("bruit")
    assert sent.service == service("hygiene")
    assert len(after) - len(before) == 2  # the signalement's row, and its line of history


def test_who_will_answer_is_said_before_sending_as_the_rules_have_it() -> None:
    rule("Rezé", "accueil", "bruit", territoire=make_territoire(REZE, name="Rezé"))
    noise, now = Categorie.objects.get(code="bruit"), datetime(2026, 11, 24, 9, tzinfo=PARIS_TIME)
    told = [before_sending(noise, place, now).service.code for place in (REZE, CHATEAU, None)]
    assert told == ["accueil", "tranquillite", "tranquillite"]
