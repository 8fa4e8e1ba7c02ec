"""A group is declared, asks people in who say yes or no, and shows how many they are, never who."""

import pytest
from django.test import Client

from carto.comptes.groupes.actions import declare, groupe_of_token, join_token
from carto.comptes.models import Adhesion, Groupe, User
from tests.people import alice, bob, charlie

pytestmark = pytest.mark.django_db
TOLD = {"name": "Les amis du marché", "nature": "association", "interest": "Garder le marché du mardi."}


def signed(person: User) -> Client:
    """Somebody's browser."""
    client = Client()
    client.force_login(person)
    return client


def test_whoever_declares_it_is_its_first_member_and_the_page_names_nobody(client: Client) -> None:
    assert client.get("/groupes/declarer/").status_code == 302
    person = alice()
    answer = signed(person).post("/groupes/declarer/", TOLD)
    groupe = Groupe.objects.get()
    assert answer.url == groupe.get_absolute_url() == "/groupes/les-amis-du-marche/"
    page = client.get(answer.url).content.decode()
    assert "1 membre" in page and "Garder le marché" in page and "Alice" not in page and "rejoindre" not in page
    assert "Les amis du marché" in client.get("/groupes/").content.decode()
    assert signed(charlie()).post("/groupes/declarer/", TOLD).status_code == 422, "the name is taken"


def test_one_is_asked_by_the_address_of_an_account_and_says_yes_then_leaves() -> None:
    owner, other = signed(alice()), bob()
    groupe = declare(**TOLD, person=User.objects.get(name="Alice L."))
    told = [owner.post(f"{groupe.get_absolute_url()}inviter/", {"email": email}).status_code
            for email in ("bob@exemple.fr", "personne@exemple.fr")]  # fmt: skip
    assert told == [302, 302], "nothing says whether the address has an account"
    assert Adhesion.objects.filter(consented_at=None).get().person == other
    browser = signed(other)
    home = browser.get("/compte/").content.decode()
    assert "On vous demande si vous en êtes" in home and "Les amis du marché" in home
    browser.post(f"{groupe.get_absolute_url()}oui/")
    assert "2 membres" in Client().get(groupe.get_absolute_url()).content.decode()
    browser.post(f"{groupe.get_absolute_url()}quitter/")
    assert "1 membre" in Client().get(groupe.get_absolute_url()).content.decode()
    assert owner.post(f"{groupe.get_absolute_url()}inviter/", {"email": "bob@exemple.fr"}).status_code == 302
    assert browser.post(f"{groupe.get_absolute_url()}oui/").status_code == 404, "who left is not asked again"


def test_the_link_lets_one_join_once_signed_in_and_a_wrong_one_leads_nowhere(client: Client) -> None:
    groupe = declare(**TOLD, person=alice())
    address = f"/groupes/rejoindre/{join_token(groupe)}/"
    assert client.get(address).status_code == 302
    browser = signed(charlie())
    assert "Êtes-vous de Les amis du marché" in browser.get(address).content.decode()
    assert Adhesion.objects.count() == 1, "to look is not to join"
    browser.post(address)
    assert Adhesion.objects.filter(consented_at__isnull=False).count() == 2
    assert browser.get(f"/groupes/rejoindre/{join_token(groupe)[:-2]}aa/").status_code == 404
    assert groupe_of_token("n'importe quoi") is None


def test_only_members_ask_and_only_whoever_declared_it_dissolves_it() -> None:
    owner = alice()
    groupe = declare(**TOLD, person=owner)
    stranger = signed(charlie())
    assert stranger.post(f"{groupe.get_absolute_url()}inviter/", {"email": "a@b.fr"}).status_code == 403
    assert stranger.post(f"{groupe.get_absolute_url()}dissoudre/").status_code == 403
    assert signed(owner).post(f"{groupe.get_absolute_url()}inviter/", {"email": "pas une adresse"}).status_code == 422
    signed(owner).post(f"{groupe.get_absolute_url()}dissoudre/")
    assert "Ce groupe est dissous" in Client().get(groupe.get_absolute_url()).content.decode()
    assert "Les amis du marché" not in Client().get("/groupes/").content.decode()


def test_the_list_of_groups_asks_as_much_for_one_as_for_ten(client: Client, django_assert_num_queries: object) -> None:
    person = alice()
    declare(**TOLD, person=person)
    with django_assert_num_queries(2):
        client.get("/groupes/")
    for rank in range(9):
        declare(f"Groupe {rank}", "collective", "Vivre mieux", person=person)
    with django_assert_num_queries(2):
        client.get("/groupes/")
