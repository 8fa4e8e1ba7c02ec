"""A moderator bins a sheet or erases a stroke with a rule and a reason that everybody reads; words may wait."""

import pytest
from django.test import Client

from carto.comptes.models import Role, RoleName, User
from carto.fiches.models import Visibility
from projets.idees.models import ActeCalque, Calque, Trait
from tests.people import bob, charlie
from tests.projets.calques.samples import free, lay, make_calque, newer, spot

pytestmark = pytest.mark.django_db
WHY = {"rule": "insult", "reason": "On parle des lieux, pas des gens."}


@pytest.fixture
def desk() -> Client:
    """A moderator's browser."""
    person = User.objects.create_user("ines@exemple.fr", name="Inès")
    Role.objects.create(user=person, name=RoleName.MODERATOR)
    client = Client()
    client.force_login(person)
    return client


def act(client: Client, calque: Calque, do: str, **told: str) -> int:
    return client.post(f"/calques/{calque.uuid}/moderer/", {"do": do} | told).status_code


def test_an_erased_stroke_leaves_with_its_rule_and_its_hand_cannot_bring_it_back(client: Client, desk: Client) -> None:
    calque, stroke = make_calque(), spot("text", mots="Un vilain mot")
    lay(client, calque, stroke)
    assert act(desk, calque, "erase", trait=stroke["uuid"]) == 422, "nothing is taken away in silence"
    assert act(desk, calque, "erase", trait=stroke["uuid"], **WHY) == 302
    assert act(desk, calque, "erase", trait=stroke["uuid"], **WHY) == 409
    assert newer(client, calque, 1).json()["traits"][0]["efface"] is True
    assert lay(client, calque, stroke | {"vu": 2}).status_code == 403
    page = client.get(calque.get_absolute_url()).content.decode()
    assert WHY["reason"] in page
    assert "Un vilain mot" not in page
    assert ActeCalque.objects.get().by.name == "Inès"
    assert act(desk, calque, "bring", trait=stroke["uuid"]) == 302
    assert len(newer(client, calque).json()["traits"]) == 1


def test_a_binned_sheet_says_why_and_may_be_restored(client: Client, desk: Client) -> None:
    calque = make_calque()
    assert act(desk, calque, "bin", **WHY) == 302
    answer = client.get(calque.get_absolute_url())
    assert answer.status_code == 410
    assert WHY["reason"] in answer.content.decode()
    assert lay(client, calque, free()).status_code == 404
    assert calque.name not in client.get("/calques/").content.decode()
    assert act(desk, calque, "restore") == 302
    assert client.get(calque.get_absolute_url()).status_code == 200


def test_words_that_tell_who_somebody_is_wait_until_a_person_has_looked(client: Client, desk: Client) -> None:
    calque, stroke = make_calque(), spot("text", mots="Appelez le 06 12 34 56 78")
    refused = lay(client, calque, stroke)
    assert refused.status_code == 422
    assert "un numéro de téléphone" in refused.json()["refus"][stroke["uuid"]]["dit"]
    sent = lay(client, calque, stroke | {"sur": True})
    assert sent.json()["traits"][0]["retenu"] is True
    assert newer(client, calque).json()["traits"] == []
    assert "06 12" not in client.get(calque.get_absolute_url()).content.decode()
    assert "06 12" in desk.get("/calques/a-relire/").content.decode()
    assert act(desk, calque, "show", trait=stroke["uuid"]) == 302
    assert newer(client, calque).json()["traits"][0]["mots"] == stroke["mots"]


def test_a_sheet_that_waits_is_published_by_a_moderator(client: Client, desk: Client) -> None:
    calque = make_calque(visibility=Visibility.WAITING, held="flood")
    assert client.get(calque.get_absolute_url()).status_code == 404
    assert desk.get(calque.get_absolute_url()).status_code == 200
    assert act(desk, calque, "approve") == 302
    assert client.get(calque.get_absolute_url()).status_code == 200


def test_nobody_else_moderates(client: Client) -> None:
    calque, stroke = make_calque(), free()
    lay(client, calque, stroke)
    assert act(client, calque, "erase", trait=stroke["uuid"], **WHY) == 302, "to the sign-in page"
    for person in (charlie(), bob()):
        client.force_login(person)
        assert act(client, calque, "erase", trait=stroke["uuid"], **WHY) == 403
        assert client.get("/calques/a-relire/").status_code == 403
    assert not Trait.objects.exclude(erased_at=None).exists()


def test_a_stroke_of_another_sheet_is_not_found(desk: Client, client: Client) -> None:
    calque, other, stroke = make_calque(), make_calque(name="Un autre"), free()
    lay(client, calque, stroke)
    assert act(desk, other, "erase", trait=stroke["uuid"], **WHY) == 404
