"""Roles open doors one by one, and none opens more than its own."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from carto.comptes.models import Role, RoleName, Service, User
from carto.comptes.rules import is_agent_of, is_moderator, is_referent_of
from tests.factories import make_territoire
from tests.people import alice, bob, charlie, denise

pytestmark = pytest.mark.django_db


def test_bob_is_an_agent_of_his_service_and_of_no_other() -> None:
    agent = bob()
    voirie = Service.objects.get(code="voirie")
    proprete = Service.objects.create(code="proprete", name="Propreté")
    assert is_agent_of(agent, voirie) and not is_agent_of(agent, proprete)
    assert not is_agent_of(charlie(), voirie) and not is_agent_of(agent, None)


def test_denise_answers_for_her_quartier_alone() -> None:
    quartier = make_territoire()
    referent = denise(quartier)
    assert is_referent_of(referent, quartier)
    assert not is_moderator(referent)


def test_an_agent_without_service_cannot_be() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(user=alice(), name=RoleName.AGENT)


def test_the_admin_speaks_french_and_an_admin_by_role_sets_roles_but_makes_no_superuser(client: Client) -> None:
    person = alice()
    Role.objects.create(user=person, name=RoleName.ADMIN)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client.force_login(person)
    assert "Carte commune : administration" in client.get("/admin/").content.decode()
    page = client.get(f"/admin/comptes/user/{person.pk}/change/").content.decode()
    assert 'name="roles-0-name"' in page
    assert 'name="is_superuser"' not in page


def test_an_admin_by_role_cannot_shut_a_superuser_out(client: Client) -> None:
    person, head = alice(), User.objects.create_superuser("tete@exemple.fr")
    Role.objects.create(user=person, name=RoleName.ADMIN)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client.force_login(person)
    address = f"/admin/comptes/user/{head.pk}/change/"
    assert 'name="is_active"' not in client.get(address).content.decode()
    nothing = {"roles-TOTAL_FORMS": 0, "roles-INITIAL_FORMS": 0}
    assert client.post(address, {"name": "Tête", **nothing}).status_code == 403
    head.refresh_from_db()
    assert head.is_active


@pytest.mark.parametrize(
    "model", ["signalements/categorie", "signalements/annonce", "signalements/apikey", "signalements/remoteserver",
              "fiches/theme", "idees/autocollant", "comptes/service", "comptes/crew"],
)  # fmt: skip
def test_an_admin_by_role_sets_up_what_a_city_needs(client: Client, model: str) -> None:
    person = alice()
    Role.objects.create(user=person, name=RoleName.ADMIN)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client.force_login(person)
    assert client.get(f"/admin/{model}/").status_code == 200
    assert client.get(f"/admin/{model}/add/").status_code == 200


def test_an_admin_by_role_reads_nobody_s_contributions_there(client: Client) -> None:
    person = alice()
    Role.objects.create(user=person, name=RoleName.ADMIN)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client.force_login(person)
    assert client.get("/admin/signalements/signalement/").status_code == 403
    assert client.get("/admin/fiches/fiche/").status_code == 403


def test_a_stranger_does_not_enter_the_admin(client: Client) -> None:
    client.force_login(charlie())
    assert client.get("/admin/").status_code == 302
