"""The city's people come in with the account they have already; a real provider answers, on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from carto.comptes.granting import read_grants
from carto.comptes.models import Role, RoleName, Service, User
from carto.environment import oidc_app
from carto.readable import Unreadable
from tests.comptes.provider import CLIENT, FORGED, SECRET, Provider, come_in
from tests.comptes.second_key import link_device
from tests.people import bob, charlie

pytestmark = pytest.mark.django_db
BOB = {"sub": "b0b", "email": "Bob@exemple.fr", "email_verified": True, "name": "Robert", "groups": ["carte-voirie"]}
ROLES = """
[[role]]
group = "carte-voirie"
role = "agent"
service = "voirie"
contacts = true

[[role]]
group = "carte-moderation"
role = "moderator"
"""


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """The provider, and a site that knows it."""
    made = Provider(person=dict(BOB))
    server = made.start()
    settings.CARTO_OIDC_NAME = "Nantes Métropole"
    settings.CARTO_OIDC_APP = oidc_app("ville", "Nantes", address=made.address, client=CLIENT, secret=SECRET)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [settings.CARTO_OIDC_APP]}}
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def roles(settings: Settings, tmp_path: Path) -> Path:
    """The file that says which group has which role."""
    settings.CARTO_OIDC_ROLES = tmp_path / "roles.toml"
    settings.CARTO_OIDC_ROLES.write_text(ROLES)
    return settings.CARTO_OIDC_ROLES


def test_the_button_is_there_only_where_a_provider_is(client: Client) -> None:
    page = client.get("/compte/acces/login/code/")
    assert page.status_code == 200 and "oidc" not in page.content.decode()
    assert client.get("/compte/acces/oidc/ville/login/").status_code == 404
    assert client.get("/compte/acces/oidc/ville/login/callback/?code=a&state=b").status_code == 404


def test_bob_comes_in_to_the_account_he_has(client: Client, provider: Provider) -> None:
    person = bob()
    page = client.get("/compte/acces/login/?next=/liste/", follow=True).content.decode()
    assert "Avec mon compte Nantes Métropole" in page and "next=%2Fliste%2F" in page
    assert come_in(client, provider, "/liste/")["Location"] == "/liste/"
    assert client.session["_auth_user_id"] == str(person.pk)
    kept = str(list(person.socialaccount_set.values_list("extra_data", flat=True)))
    assert "b0b" in kept and "Robert" not in kept and "carte-voirie" not in kept


def test_a_newcomer_gets_an_account_without_a_name_nor_a_role(client: Client, provider: Provider) -> None:
    assert come_in(client, provider).status_code == 302
    person = User.objects.get()
    assert (person.email, person.name, person.roles.count()) == ("bob@exemple.fr", "", 0)
    assert client.get("/compte/").status_code == 200


@pytest.mark.parametrize("verified", [False, None])
def test_an_address_that_is_not_verified_opens_nothing(
    client: Client, provider: Provider, verified: bool | None
) -> None:
    bob()
    provider.person["email_verified"] = verified
    answer = come_in(client, provider)
    assert answer.status_code == 403 and "pas vérifiée" in answer.content.decode()
    assert "_auth_user_id" not in client.session and User.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"key": FORGED}, {"audience": "une-autre"}, {"subject": "quelqu-un-d-autre"}])
def test_a_token_that_is_forged_or_meant_for_others_opens_nothing(
    client: Client, provider: Provider, wrong: dict[str, object]
) -> None:
    bob()
    for name, value in wrong.items():
        setattr(provider, name, value)
    page = come_in(client, provider).content.decode()
    assert "La connexion n’a pas abouti" in page and "_auth_user_id" not in client.session


def test_a_stranger_s_state_opens_nothing(client: Client, provider: Provider) -> None:
    page = client.get("/compte/acces/oidc/ville/login/callback/?code=volé&state=inventé")
    assert "La connexion n’a pas abouti" in page.content.decode()


def test_roles_are_not_taken_from_groups_unless_a_file_says_so(client: Client, provider: Provider) -> None:
    Service.objects.create(code="voirie", name="Voirie")
    come_in(client, provider)
    assert not Role.objects.exists()


def test_roles_follow_the_groups_that_the_file_names_and_leave_a_trace(
    client: Client, provider: Provider, roles: Path
) -> None:
    voirie = Service.objects.create(code="voirie", name="Voirie")
    person = charlie()
    Role.objects.create(user=person, name=RoleName.REGULATOR)  # given by hand: no group takes it away
    provider.person |= {"email": person.email, "groups": ["carte-voirie", "carte-moderation", "autre"]}
    come_in(client, provider)
    agent = person.roles.get(name=RoleName.AGENT)
    assert (agent.service, agent.contacts) == (voirie, True)
    assert set(person.roles.values_list("name", flat=True)) == {"agent", "moderator", "regulator"}
    provider.person["groups"] = "carte-moderation"
    come_in(Client(), provider)
    assert set(person.roles.values_list("name", flat=True)) == {"moderator", "regulator"}
    traces = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert len(traces) == 3 and "carte-voirie" in traces[-1] and "retiré" in traces[-1]


def test_the_second_proof_is_asked_here_unless_it_is_left_to_the_provider(
    client: Client, provider: Provider, settings: Settings
) -> None:
    settings.CARTO_SECOND_FACTOR = "staff"
    Role.objects.create(user=bob(), name=RoleName.MODERATOR)
    come_in(client, provider)
    assert client.get("/moderation/")["Location"] == "/compte/acces/2fa/totp/activate/"
    settings.CARTO_OIDC_SECOND_FACTOR = "provider"
    assert client.get("/moderation/").status_code == 200
    settings.CARTO_OIDC_SECOND_FACTOR = "here"
    link_device(client)
    assert come_in(Client(), provider)["Location"] == "/compte/acces/2fa/authenticate/"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[role]]\ngroup = "a"\nrole = "chef"', r"roles.toml, ligne 2 : un rôle a un groupe et un nom parmi agent"),
        ('[[role]]\ngroup = "a"\nrole = "agent"', r"ligne 2 : « a » : un agent ou une équipe a un service"),
        ('\n[[role]]\ngroup = "a"\nrole = "moderator"\nsalaire = 3', r"ligne 3 : « salaire » n’est pas compris"),
        ("[[role]\n", r"roles.toml, ligne 1 : ce n’est pas du TOML"),
    ],
)
def test_a_file_that_makes_no_sense_is_told_with_its_line(roles: Path, text: str, said: str) -> None:
    roles.write_text(text)
    with pytest.raises(Unreadable, match=said):
        read_grants(roles)


def test_a_provider_half_named_stops_the_start() -> None:
    assert oidc_app("ville", "Ville", address="", client="", secret="") is None
    with pytest.raises(ImproperlyConfigured, match="CARTO_OIDC_CLIENT, CARTO_OIDC_SECRET"):
        oidc_app("ville", "Ville", address="https://connexion.ville.example", client="", secret="")
    with pytest.raises(ImproperlyConfigured, match="https://"):
        oidc_app("ville", "Ville", address="http://ville.example", client="a", secret="b")
