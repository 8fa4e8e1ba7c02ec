"""The rules of each process are on one card; people propose other ones, and whoever organises answers in public."""

import pytest
from django.test import Client

from carto.fiches.actions import record
from carto.fiches.models import What
from projets.idees.campagnes.actions import revise, rules_of
from tests import people
from tests.projets.budgets.samples import make_budget, make_enveloppe
from tests.projets.campagnes.samples import make_campagne
from tests.projets.choosing.samples import make_consultation
from tests.projets.gates.samples import carried

pytestmark = pytest.mark.django_db
RULES = "/regles-de/campagne/ombre/"
WORDS = "Que les moins de 15 ans puissent répondre."


def test_each_process_says_who_organises_with_what_money_and_who_decides(client: Client) -> None:
    campagne, budget = make_campagne(), make_budget()
    make_enveloppe(budget, name="Doulon")
    topic, _hand = carried()
    poll = make_consultation(opportunite=topic)
    for path, page in (
        (RULES, campagne.get_absolute_url()),
        (f"/regles-de/budget/{budget.slug}/", budget.get_absolute_url()),
        (f"/regles-de/sujet/{topic.uuid}/", topic.get_absolute_url()),
        (f"/regles-de/consultation/{poll.slug}/", poll.get_absolute_url()),
    ):
        card = client.get(path).content.decode()
        for label in (
            "Qui organise",
            "Avec quel argent",
            "Qui décide",
            "Qui est concerné",
            "Combien de temps on garde",
        ):
            assert label in card
        assert f'href="{path}"' in client.get(page).content.decode()
    assert "Doulon : 30" in client.get(f"/regles-de/budget/{budget.slug}/").content.decode()
    make_campagne(slug="brouillon", published=False)
    for nowhere in ("campagne/brouillon", "sujet/x", "fete/ombre"):
        assert client.get(f"/regles-de/{nowhere}/").status_code == 404


def test_a_change_is_dated_with_its_reason_and_the_old_text_stays(client: Client) -> None:
    campagne = make_campagne()
    before = rules_of(campagne)
    campagne.money = "15 000 €"
    revise(campagne, before, person=people.hugo(), why="Une aide de plus.")
    card = client.get(RULES).content.decode()
    assert "<del>12 000 € du budget du quartier</del>" in card and "Une aide de plus." in card


def test_another_rule_is_proposed_by_nobody_in_particular_and_answered_once(client: Client) -> None:
    make_campagne()
    assert client.post(RULES, {"text": " "}).status_code == 422
    for _each in range(2):
        assert client.post(RULES, {"text": WORDS}).status_code == 302
    page = Client().get(RULES).content.decode()
    assert "1 proposition attend sa réponse" in page and WORDS not in page
    client.force_login(people.charlie())
    assert client.post(f"{RULES}1/", {"taken": "oui", "answer": "Oui."}).status_code == 403
    client.force_login(people.hugo())
    desk = client.get(RULES).content.decode()
    path = next(part for part in desk.split('"') if part.startswith(RULES) and part != RULES)
    assert client.post(path, {"taken": "non", "answer": ""}).status_code == 422
    assert client.post(path, {"taken": "oui", "answer": "Dès la prochaine."}).status_code == 302
    assert client.post(path, {"taken": "non", "answer": "Non."}).status_code == 409
    told = Client().get(RULES).content.decode()
    assert WORDS in told and "Dès la prochaine." in told and "Hugo" not in told


def test_a_topic_has_a_journal_that_anybody_reads(client: Client, django_assert_max_num_queries: object) -> None:
    topic, hand = carried()

    record(topic, What.COMPLETED, role=hand.role, person=hand.person, public_text="Le sol a été mesuré.")
    record(topic, What.STATUS, role="resident", private_text="Entre nous.")
    with django_assert_max_num_queries(8):
        page = client.get(f"{topic.get_absolute_url()}journal/").content.decode()
    assert "Le sol a été mesuré." in page and "référent de quartier" in page and "Denise" not in page
    assert "Entre nous." not in page and f"/fiches/{topic.uuid}/suivi.atom" in page
    assert f'href="{topic.get_absolute_url()}journal/"' in client.get(topic.get_absolute_url()).content.decode()
