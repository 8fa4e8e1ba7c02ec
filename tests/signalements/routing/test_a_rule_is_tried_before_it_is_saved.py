"""The page of the rules: what a change would have done is shown first, mistakes are refused, the trace remains."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signalements.models import RoutingRule, Signalement
from tests.people import bob, charlie, emile, farida
from tests.signalements.routing.samples import content, crew, rule, service
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
RULES, NEW = "/bureau/regles/", "/bureau/regles/nouvelle/"


@pytest.fixture(autouse=True)
def _content(client: Client) -> None:
    content()
    client.force_login(farida())


def _told(**changes: object) -> dict[str, object]:
    return {"name": "Tags du centre", "categories": ["tags-affiches"], "service": "voirie", "active": "on"} | changes


def test_a_new_rule_is_tried_then_confirmed_and_leaves_its_trace(client: Client) -> None:
    make_signalement("tags-affiches")
    make_signalement("bruit")
    page = client.post(NEW, _told(do="essayer"))
    assert (page.status_code, page.context["tried"].tried, page.context["tried"].moved) == (200, 2, 1)
    assert [(move.before, move.after) for move in page.context["tried"].moves] == [("Propreté", "Voirie")]
    assert not RoutingRule.objects.exists()
    assert client.post(NEW, _told(do="enregistrer", vu=page.context["seen"])).status_code == 302
    assert make_signalement("tags-affiches").service.code == "voirie"
    assert Signalement.objects.filter(service__code="proprete").count() == 1, "what was received stays"
    line = LogEntry.objects.get()
    assert (line.user.name, line.is_addition()) == ("Farida", True)
    assert "Pour : Voirie" in client.get("/bureau/regles/histoire/").content.decode()


def test_what_changed_in_between_is_tried_again(client: Client) -> None:
    seen = client.post(NEW, _told(do="essayer")).context["seen"]
    rule("Venue entre-temps", "eau", "bruit")
    page = client.post(NEW, _told(do="enregistrer", vu=seen))
    assert page.status_code == 409
    assert "ont changé entre-temps" in page.content.decode()
    assert client.post(NEW, _told(do="enregistrer", vu=page.context["seen"])).status_code == 302


def test_a_rule_is_edited_with_what_it_was_in_its_trace(client: Client) -> None:
    kept = rule("Bruit", "eau", "bruit", weekdays=[0])
    address = f"{RULES}{kept.pk}/"
    assert 'value="Bruit"' in client.get(address).content.decode()
    told = _told(name="Bruit", categories=["bruit"], service="hygiene")
    seen = client.post(address, told | {"do": "essayer"}).context["seen"]
    client.post(address, told | {"do": "enregistrer", "vu": seen})
    kept.refresh_from_db()
    assert (kept.service.code, kept.weekdays, kept.changed_by.name) == ("hygiene", [], "Farida")
    assert "Pour : Eau et assainissement → Santé et hygiène" in LogEntry.objects.get().change_message


def test_answers_are_ticked_under_the_questions_of_the_categories(client: Client) -> None:
    asked = client.post(NEW, _told(categories=["trottoir-abime"], do="questions")).content.decode()
    assert "Peut-on encore passer en fauteuil" in asked
    told = _told(categories=["trottoir-abime"], reponse_passage=["non"])
    seen = client.post(NEW, told | {"do": "essayer"}).context["seen"]
    client.post(NEW, told | {"do": "enregistrer", "vu": seen})
    assert RoutingRule.objects.get().answers == {"passage": ["non"]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Donnez-lui un nom."),
        ({"crew": "centre"}, "est du service Propreté"),
        ({"from_hour": "20:00"}, "Donnez les deux heures"),
        ({"from_hour": "25:99", "until_hour": "x"}, "Une heure comme"),
        ({"categories": ["bruit"]}, "a les mêmes conditions et envoie ailleurs"),
        ({"categories": ["bruit"], "weekdays": ["2"]}, "tout ce qu’elle vise est déjà pris par « Bruit »"),
        ({"categories": ["inconnue"]}, "inconnue"),
        ({"territoire": "nulle-part"}, ""),
        ({"weekdays": ["9"]}, "9"),
        ({"service": "voi\0rie\0x"}, "Choisissez qui reçoit"),
        ({"categories": ["bru\0it"], "crew": "\0"}, "a les mêmes conditions"),
        ({"territoire": "99999999999999999999999"}, ""),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(client: Client, changes: dict[str, object], said: str) -> None:
    crew("centre", "proprete")
    rule("Bruit", "eau", "bruit")
    page = client.post(NEW, _told(**changes, do="essayer"))
    assert page.status_code == 422
    assert said in page.content.decode()


def test_a_rule_that_would_hide_another_is_refused(client: Client) -> None:
    first, second = rule("Le mercredi", "eau", "bruit", weekdays=[2]), rule("Tout le bruit", "hygiene", "bruit")
    page = client.post(f"{RULES}{first.pk}/ordre/", {"vers": "descendre"}, follow=True)
    assert "Elle ne servirait jamais" in page.content.decode()
    second.refresh_from_db()
    assert second.order == 1


def test_the_order_changes_at_once_when_nothing_follows_and_asks_when_something_does(client: Client) -> None:
    one, two = rule("Bruit", "eau", "bruit"), rule("Fuites", "voirie", "fuite-eau")
    make_signalement("bruit")
    client.post(f"{RULES}{two.pk}/ordre/", {"vers": "monter"})
    assert list(RoutingRule.objects.values_list("name", flat=True)) == ["Fuites", "Bruit"]
    page = client.post(f"{RULES}{one.pk}/active/")
    assert (page.status_code, page.context["tried"].moved) == (200, 1)
    one.refresh_from_db()
    assert one.active
    client.post(f"{RULES}{one.pk}/active/", {"do": "enregistrer", "vu": page.context["seen"]})
    one.refresh_from_db()
    assert not one.active
    assert make_signalement("bruit").service.code == "tranquillite"


def test_a_new_rule_stands_before_the_one_that_takes_all(client: Client) -> None:
    rule("Tout le reste", "accueil")
    seen = client.post(NEW, _told(do="essayer")).context["seen"]
    client.post(NEW, _told(do="enregistrer", vu=seen))
    assert list(RoutingRule.objects.values_list("name", flat=True)) == ["Tags du centre", "Tout le reste"]


def test_agents_read_and_only_regulators_change(client: Client) -> None:
    kept = rule("Bruit", "eau", "bruit")
    client.force_login(bob(service("voirie")))
    page = client.get(RULES).content.decode()
    assert "Bruit" in page
    assert "Ajouter une règle" not in page
    for address in (NEW, f"{RULES}{kept.pk}/"):
        assert client.get(address).status_code == 403
    for address in (f"{RULES}{kept.pk}/ordre/", f"{RULES}{kept.pk}/active/"):
        assert client.post(address, {"vers": "monter"}).status_code == 403
    for stranger in (charlie(), emile(crew=crew("centre", "proprete"))):
        client.force_login(stranger)
        assert client.get(RULES).status_code == 403
    client.logout()
    assert client.get(RULES).status_code == 302


def test_the_page_costs_the_same_for_two_rules_and_for_twenty(client: Client) -> None:
    for rank in range(2):
        rule(f"Règle {rank}", "eau", "bruit", weekdays=[rank])
    with CaptureQueriesContext(connection) as few:
        client.get(RULES)
    for rank in range(18):
        rule(f"Autre {rank}", "eau", "rue-sale", weekdays=[rank % 7], priority=0)
    with CaptureQueriesContext(connection) as many:
        assert client.get(RULES).status_code == 200
    assert len(many) == len(few)
