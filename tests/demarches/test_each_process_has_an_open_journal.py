"""Each process has a journal that anybody reads: who did what and when, by role, narrowed at will, and as a feed."""

import pytest
from django.test import Client
from django.utils import timezone

from carto.comptes.models import User
from carto.demarches.models import Revision
from carto.fiches.actions import record
from carto.fiches.models import Acte, What
from projets.budgets.models import ProjetChange
from projets.idees.campagnes.actions import answer, revise, rules_of
from tests import people
from tests.browser.samples import make_idee
from tests.places import CHATEAU
from tests.projets.budgets.samples import make_budget, make_enveloppe, make_projet
from tests.projets.campagnes.samples import make_campagne
from tests.projets.choosing.samples import make_consultation
from tests.projets.gates.samples import carried

pytestmark = pytest.mark.django_db


def test_a_campaign_tells_its_rules_what_arrived_and_what_was_answered(
    client: Client, django_assert_max_num_queries: object
) -> None:
    hugo, campagne = people.hugo(), make_campagne(official_name="Camille Le Bihan, adjointe")
    before = rules_of(campagne)
    campagne.money = "15 000 €"
    revise(campagne, before, person=hugo, why="Une aide de plus.")
    idee = make_idee(CHATEAU, campagne=campagne, title="Un banc")
    answer(idee, "On le pose en mars.", person=hugo)
    Acte.objects.create(fiche=idee, what="edited", rule="personal", reason="Un numéro de téléphone.")
    Revision.objects.create(
        kind="campagne", key=campagne.slug, text="Dès 15 ans.", taken=True, answer="Oui.", role="facilitator",
        answered_at=timezone.now(),
    )  # fmt: skip
    path = f"{campagne.get_absolute_url()}journal/"
    with django_assert_max_num_queries(10):
        page = client.get(path).content.decode()
    for told in ("La campagne ouvre", "Une aide de plus.", "1 idée arrivée", "On le pose en mars.", "Dès 15 ans.",
                 "Un numéro de téléphone.", "un habitant"):  # fmt: skip
        assert told in page
    assert "Hugo" not in page and "Le Bihan" not in page
    rules = client.get(f"{path}?sorte=regles").content.decode()
    assert "Une aide de plus." in rules and "1 idée arrivée" not in rules
    assert "1 idée arrivée" in client.get(f"{path}?role=resident&sorte=fete").content.decode()
    assert path in client.get(campagne.get_absolute_url()).content.decode()
    assert client.get("/campagnes/absente/journal/").status_code == 404


def test_it_is_followed_with_any_feed_reader(client: Client) -> None:
    campagne = make_campagne()
    make_idee(CHATEAU, campagne=campagne)
    path = f"{campagne.get_absolute_url()}journal.atom"
    feed = client.get(f"{path}?sorte=etapes")
    text = feed.content.decode()
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "La campagne ouvre" in text and "idée arrivée" not in text
    assert f"http://testserver{campagne.get_absolute_url()}journal/#ouvre" in text


def test_a_budget_and_a_consultation_tell_theirs(client: Client) -> None:
    budget = make_budget()
    projet = make_projet(make_enveloppe(budget, "Doulon"), "D1")
    ProjetChange.objects.create(projet=projet, role="agent", what="price", before="", after="9 000", why="Un devis.")
    page = client.get(f"{budget.get_absolute_url()}journal/").content.decode()
    assert "Le budget et ses règles sont publiés" in page and "Un devis." in page and "agent" in page
    topic, _hand = carried()
    poll = make_consultation(opportunite=topic)
    page = client.get(f"{poll.get_absolute_url()}journal/").content.decode()
    assert "ne bougent plus" in page
    topic.visibility = "withdrawn"
    topic.save(update_fields=["visibility"])
    assert client.get(f"{poll.get_absolute_url()}journal/").status_code == 404
    assert client.get(f"{topic.get_absolute_url()}journal.atom").status_code == 404


def test_a_resident_has_neither_name_nor_hour(client: Client) -> None:
    topic, _hand = carried()
    alice: User = people.alice()
    record(topic, What.COMMENT, role="resident", person=alice, after="avis")
    record(topic, What.STATUS, role="system", after="diagnosis")
    page = client.get(f"{topic.get_absolute_url()}journal/?sorte=paroles").content.decode()
    assert "un habitant" in page and "Alice" not in page
    assert f'datetime="{timezone.localdate():%Y-%m-%d}">' in page
    steps = client.get(f"{topic.get_absolute_url()}journal/?role=system").content.decode()
    assert "le site, de lui-même" in steps


def test_each_process_leads_to_its_rules_its_journal_ones_data_and_the_safe_alert(
    client: Client, settings: object
) -> None:
    settings.CARTO_GLOBALEAKS = "https://alerte.exemple.fr/"
    topic, _hand = carried()
    for process in (make_campagne(), make_budget(), make_consultation(opportunite=topic), topic):
        page = client.get(process.get_absolute_url()).content.decode()
        for path in (f"{process.get_absolute_url()}journal/", "/vos-donnees/", "/alerte/?sur=", "/regles-de/"):
            assert f'href="{path}' in page
        assert 'href="https://alerte.exemple.fr/" rel="noreferrer noopener"' in page
