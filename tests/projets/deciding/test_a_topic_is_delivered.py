"""Steps and money, planned and real side by side; delivering with unanswered contributions is confirmed, and said."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from carto.fiches.models import Commentaire, Lien
from projets.opportunites.models import CoutReel, Jalon, Livraison, Opportunite
from tests.people import alice
from tests.places import CHATEAU
from tests.projets.deciding.samples import decided, last, signed_in
from tests.projets.referents.samples import fill_sheet, in_days
from tests.projets.samples import make_equipement


@pytest.fixture
def topic(client: Client, db: None) -> Opportunite:
    """Decided, with its opening sheet and a step that was promised for last week; Denise is signed in."""
    topic = signed_in(client)
    fill_sheet(topic)
    decided(topic)
    Jalon.objects.create(opportunite=topic, title="Planter", due_on=timezone.localdate() - timedelta(days=7))
    return topic


def sent(**changes: Any) -> dict[str, Any]:
    """What « C’est réalisé » sends, with one amount beside what was planned and one that nobody had planned."""
    planned = Opportunite.objects.get().ouverture.moyens.get().pk
    rows = {
        "cout-TOTAL_FORMS": 2, "cout-INITIAL_FORMS": 0, "cout-0-moyen": planned, "cout-0-what": "Plantations",
        "cout-0-amount": "14200,75", "cout-0-kind": "realised", "cout-0-basis": "ttc", "cout-0-year": 2026,
        "cout-1-moyen": "", "cout-1-what": "Arrosage", "cout-1-amount": "900", "cout-1-kind": "running",
        "cout-1-basis": "ht", "cout-1-year": 2027,
    }  # fmt: skip
    return rows | {"delivered_on": in_days(0), "text": "Vingt tilleuls, arrosés deux ans."} | changes


def test_a_step_keeps_its_promised_day_beside_the_real_one(client: Client, topic: Opportunite) -> None:
    address = f"/opportunites/{topic.uuid}/realisation/"
    assert "en retard de 7 jours" in Client().get(address).content.decode()
    assert "en retard" in Client().get(topic.get_absolute_url()).content.decode()
    row = {
        "jalon-TOTAL_FORMS": 1, "jalon-INITIAL_FORMS": 1, "jalon-0-id": topic.jalons.get().pk, "jalon-0-title": "Autre",
        "jalon-0-due_on": in_days(30), "jalon-0-done_on": in_days(3), "jalon-0-text": "Le gel a duré.",
    }  # fmt: skip
    assert client.post(f"{address}etapes/", row).status_code == 422, "not before its day"
    assert client.post(f"{address}etapes/", row | {"jalon-0-done_on": in_days(-2)}).status_code == 302
    jalon = topic.jalons.get()
    assert (jalon.title, (jalon.done_on - jalon.due_on).days) == ("Planter", 5), "what was promised stays"
    page = Client().get(address).content.decode()
    assert "5 jours après" in page and "Le gel a duré." in page
    assert "Étape « Planter » : faite le" in last(topic, "completed").public_text


def test_it_is_delivered_with_what_it_cost_and_on_which_facility(client: Client, topic: Opportunite) -> None:
    facility = make_equipement(CHATEAU, title="Mail des tilleuls")
    address = f"/opportunites/{topic.uuid}/realisation/"
    assert "Mail des tilleuls" in client.get(f"{address}realisee/").content.decode()
    assert client.post(f"{address}realisee/", sent(delivered_on=in_days(1))).status_code == 422
    assert client.post(f"{address}realisee/", sent(**{"cout-0-amount": "beaucoup"})).status_code == 422
    assert client.post(f"{address}realisee/", sent(facility="999999")).status_code == 422
    assert client.post(f"{address}realisee/", sent(facility=facility.pk)).status_code == 302
    topic.refresh_from_db()
    assert (topic.status, topic.stage, topic.livraison.unanswered) == ("delivered", "done", 0)
    link = Lien.objects.get(kind="delivers")
    assert (link.source_id, link.target_id, link.role) == (facility.pk, topic.pk, "referent")
    assert "Vingt tilleuls, arrosés deux ans." in last(topic, "status").public_text
    page = Client().get(address).content.decode()
    for said in ("000,50 €", "200,75 €", "rien n’était prévu", "900,00 €", "HT", "coût final", "Mail des tilleuls"):
        assert said in page
    assert "100,75" not in page, "two kinds are never added up"
    assert client.get(f"{address}realisee/").status_code == 404, "once"


def test_who_has_no_answer_is_named_and_the_history_counts_them(client: Client, topic: Opportunite) -> None:
    Commentaire.objects.create(fiche=topic, text="Et les vélos ?", author=alice())
    Commentaire.objects.create(fiche=topic, text="Et l’eau ?")
    address = f"/opportunites/{topic.uuid}/realisation/realisee/"
    assert "2 contributions attendent encore leur réponse" in client.get(address).content.decode()
    refused = client.post(address, sent())
    assert refused.status_code == 422 and "Alice L." in refused.content.decode()
    assert "Vingt tilleuls, arrosés deux ans." in refused.content.decode() and not CoutReel.objects.exists()
    assert client.post(address, sent(sure="on")).status_code == 302
    assert Livraison.objects.get().unanswered == 2
    assert "2 contributions restent sans réponse." in last(topic, "status").public_text
    page = Client().get(f"/opportunites/{topic.uuid}/realisation/").content.decode()
    assert "Terminé en laissant 2 contributions sans réponse." in page


def test_pages_cost_a_fixed_number_of_queries(
    topic: Opportunite, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for rank in range(6):
        Jalon.objects.create(opportunite=topic, title=f"Étape {rank}", due_on=timezone.localdate())
    for address, most in (("realisation/", 7), ("decision/", 8), ("", 11)):
        with django_assert_max_num_queries(most):
            assert Client().get(f"/opportunites/{topic.uuid}/{address}").status_code == 200
