"""The opening sheet: written line by line, each version kept, and nothing opens while a line of it is empty."""

from decimal import Decimal

import pytest
from django.test import Client

from carto.fiches.models import What
from projets.opportunites.models import COMMITS, CONSTRAINTS, Moyen, Opportunite, Ouverture, Participation
from projets.opportunites.opening.lines import MONEY, OWED, TASKS, missing
from tests.factories import make_territoire
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.referents.samples import WORDS, fill_sheet, in_days, make_topic, sent

pytestmark = pytest.mark.django_db
OPEN = {"reason": "On commence par marcher ensemble.", "ends": in_days(40)}


@pytest.fixture
def topic(client: Client) -> Opportunite:
    """Carried by Denise, who is signed in."""
    person = denise(make_territoire(CHATEAU))
    client.force_login(person)
    return make_topic(status="carried", carrier=person, referent="Denise R., référent de quartier")


def test_an_empty_sheet_says_beside_each_line_what_it_lacks_and_opens_nothing(
    client: Client, topic: Opportunite
) -> None:
    Opportunite.objects.filter(pk=topic.pk).update(open_to_decision="", closed_to_decision=" \n ")
    page = client.get(f"/opportunites/{topic.uuid}/ouverture/").content.decode()
    assert page.count("Il manque cette ligne.") == len(OWED)
    answer = client.post(f"/opportunites/{topic.uuid}/ouvrir/", OPEN)
    assert answer.status_code == 422
    assert "Il manque encore : ce qui peut être décidé, jusqu’où l’on peut aller" in answer.content.decode()
    assert Opportunite.objects.get().status == "carried"


@pytest.mark.parametrize("name", OWED)
def test_each_line_is_owed(topic: Opportunite, name: str) -> None:
    sheet = fill_sheet(topic)
    assert missing(topic, sheet) == []
    if name in {MONEY, TASKS}:
        getattr(sheet, name).all().delete()
    else:
        setattr(topic if name.endswith("_decision") else sheet, name, " ")
    if name == "level":
        sheet.level = ""
    assert [line.name for line in missing(topic, sheet)] == [name]
    assert set(CONSTRAINTS) | set(WORDS) <= set(OWED)


def test_whoever_carries_writes_it_and_everybody_reads_it_with_its_versions(client: Client, topic: Opportunite) -> None:
    address = f"/opportunites/{topic.uuid}/ouverture/"
    assert client.post(address, sent(technical="")).status_code == 302, "an empty line may wait"
    money = Moyen.objects.get()
    assert (money.amount, money.kind, money.basis, money.year) == (Decimal("12000.50"), "voted", "ttc", 2026)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "Cette fiche n’est pas complète" in page and "contraintes techniques" in page
    assert client.post(f"/opportunites/{topic.uuid}/ouvrir/", OPEN).status_code == 422
    rows = {"moyen-INITIAL_FORMS": 1, "moyen-0-id": money.pk, "tache-INITIAL_FORMS": 0, "tache-TOTAL_FORMS": 0}
    assert client.post(address, sent(1, technical="Un réseau de gaz.", **rows)).status_code == 302
    assert client.post(address, sent(2, technical="Un réseau de gaz.", **rows)).status_code == 302
    sheet = Ouverture.objects.get()
    assert [each.number for each in sheet.versions.all()] == [2, 1], "nothing changed the third time"
    lines = topic.evenements.filter(what=What.CORRECTED)
    assert lines.last().public_text == "Fiche d’ouverture, version 2 : contraintes techniques."
    client.logout()
    told = client.get(f"{address}versions/").content.decode()
    for said in (
        "Version 2",
        "Un réseau de gaz.",
        "12 000,50 € TTC · voté · 2026",
        "Denise R.",
        "La référente · réunit",
    ):
        assert said in told.replace("\xa0", " ").replace("\u202f", " ")
    page = client.get(topic.get_absolute_url()).content.decode()
    for said in ("Un réseau de gaz.", "Coproduction", str(COMMITS[Participation.COPRODUCTION]), "Plantations"):
        assert said in page


def test_two_who_write_at_once_lose_nothing(client: Client, topic: Opportunite) -> None:
    address = f"/opportunites/{topic.uuid}/ouverture/"
    client.post(address, sent(how_far="La première."))
    late = client.post(address, sent(0, how_far="La seconde."))
    assert late.status_code == 409
    assert "La seconde." in late.content.decode() and "entre-temps" in late.content.decode()
    assert Ouverture.objects.get().how_far == "La première."


@pytest.mark.parametrize(
    "wrong",
    [
        {"moyen-0-amount": "-1"}, {"moyen-0-amount": "beaucoup"}, {"moyen-0-year": "26"}, {"moyen-0-kind": "gratuit"},
        {"moyen-0-basis": ""}, {"tache-0-with_whom": ""}, {"level": "dictature"}, {"version": "-1"},
        {"how_far": "x" * 2001}, {"moyen-0-what": "a\x00b"}, {"moyen-TOTAL_FORMS": "x"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_and_kept(client: Client, topic: Opportunite, wrong: dict[str, str]) -> None:
    answer = client.post(f"/opportunites/{topic.uuid}/ouverture/", sent(legal="La loi du bruit.") | wrong)
    assert answer.status_code == 422
    assert "La loi du bruit." in answer.content.decode()
    assert not Ouverture.objects.exists() and not Moyen.objects.exists()


def test_a_complete_sheet_opens_the_first_phase_for_everybody_to_read(client: Client, topic: Opportunite) -> None:
    fill_sheet(topic)
    assert client.post(f"/opportunites/{topic.uuid}/ouvrir/", OPEN | {"ends": in_days(-1)}).status_code == 422
    assert client.post(f"/opportunites/{topic.uuid}/ouvrir/", {"reason": " "}).status_code == 422
    assert client.post(f"/opportunites/{topic.uuid}/ouvrir/", OPEN).status_code == 302
    topic.refresh_from_db()
    assert (topic.status, topic.stage, topic.phase_ends.isoformat()) == ("diagnosis", "in_progress", in_days(40))
    assert client.post(f"/opportunites/{topic.uuid}/ouvrir/", OPEN).status_code == 422, "it is open"
    assert "On commence par marcher ensemble." in Client().get(topic.get_absolute_url()).content.decode()
