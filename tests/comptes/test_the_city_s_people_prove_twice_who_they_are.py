"""Whoever works for the city has a second key before any page of the staff; residents are never asked for one."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from carto.comptes.models import Role, RoleName, Service, User
from tests.comptes.second_key import code_of, link_device
from tests.people import alice, bob, charlie
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
ENROL = "/compte/acces/2fa/totp/activate/"
PROVE = "/compte/acces/2fa/reauthenticate/"


@pytest.fixture(autouse=True)
def asked_for(settings: Settings) -> None:
    """As where a site is served to the world."""
    settings.CARTO_SECOND_FACTOR = "staff"


def moderator() -> User:
    person = charlie()
    Role.objects.create(user=person, name=RoleName.MODERATOR)
    return person


@pytest.mark.parametrize(
    "name", [RoleName.AGENT, RoleName.CREW, RoleName.REGULATOR, RoleName.MODERATOR, RoleName.ADMIN]
)
@pytest.mark.parametrize("page", ["/bureau/", "/moderation/", "/admin/"])
def test_every_role_of_the_staff_enrols_before_every_page_of_the_staff(client: Client, name: str, page: str) -> None:
    service = Service.objects.create(code="voirie", name="Voirie")
    person = alice()
    Role.objects.create(user=person, name=name, service=service)
    client.force_login(person)
    assert client.get(page)["Location"] == ENROL


def test_a_superuser_without_a_role_enrols_too(client: Client) -> None:
    client.force_login(User.objects.create_superuser("tete@exemple.fr"))
    assert client.get("/admin/")["Location"] == ENROL


def test_a_resident_is_never_asked_and_may_have_one_all_the_same(client: Client) -> None:
    client.force_login(alice())
    assert client.get("/compte/").status_code == 200
    assert client.post("/compte/", {"name": "Alice L."}).status_code == 302
    link_device(client)
    assert client.get("/compte/acces/2fa/").status_code == 200


@pytest.mark.django_db(transaction=True)  # the letter leaves once all is stored
def test_a_moderator_links_a_telephone_and_goes_on_to_where_they_were_going(client: Client) -> None:
    person = moderator()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    client.force_login(person)
    client.get("/moderation/?type=photo")
    assert "Vous travaillez pour la ville" in client.get(ENROL).content.decode()
    link_device(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert 'href="/moderation/?type=photo"' in codes and codes.count("<code>") == 10
    assert client.get("/moderation/").status_code == 200
    assert [letter.subject for letter in mail.outbox] == ["Un téléphone est relié à votre compte"]
    assert "127.0.0.1" not in mail.outbox[0].body


def test_an_agent_changes_nothing_anywhere_before_that(client: Client) -> None:
    signalement = make_signalement(geom=COURS_DES_50_OTAGES)
    client.force_login(bob(signalement.service))
    address = signalement.get_absolute_url()
    assert client.get(address).status_code == 200
    assert client.post(f"{address}traiter/", {"status": "accepted"})["Location"] == ENROL
    answer = client.post("/api/v1/signalements/", "{}", content_type="application/json")
    assert answer.status_code == 403 and "seconde clé" in answer.json()["title"]


def test_the_next_sign_in_asks_for_both_and_a_recovery_code_serves_once(client: Client) -> None:
    person = moderator()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    client.force_login(person)
    link_device(client)
    codes = re.findall(r"<code>(\d+)</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    for code, enters in ((codes[0], True), (codes[0], False)):
        other = Client()
        other.post(reverse("account_request_login_code"), {"email": person.email})
        sent = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()
        page = other.post(reverse("account_confirm_login_code"), {"code": sent})
        assert page["Location"] == reverse("mfa_authenticate")
        assert other.get("/moderation/").status_code == 302
        other.post(reverse("mfa_authenticate"), {"code": code})
        assert (other.get("/moderation/").status_code == 200) is enters


def test_a_session_that_did_not_prove_it_is_asked_and_what_it_sent_goes_on(client: Client) -> None:
    person = User.objects.create_superuser("tete@exemple.fr")
    client.force_login(person)
    secret = link_device(client)
    other = Client()
    other.force_login(person)
    sent = {"name": "Propreté", "code": "proprete", "email": ""}
    asked = other.post("/admin/comptes/service/add/", sent)
    assert asked["Location"].startswith(PROVE)
    later = code_of(secret, time.time() + 30)  # each code serves once
    other.post(PROVE, {"code": later, "next": "/admin/comptes/service/add/"})
    assert Service.objects.filter(code="proprete").exists()
    assert other.get("/admin/").status_code == 200


def test_what_was_proved_this_morning_is_asked_again_where_roles_are_given(client: Client, settings: Settings) -> None:
    person = User.objects.create_superuser("tete@exemple.fr")
    Role.objects.create(user=person, name=RoleName.MODERATOR)
    client.force_login(person)
    link_device(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert client.get("/admin/comptes/user/")["Location"].startswith(PROVE)
    assert client.get("/moderation/").status_code == 200


def test_the_password_page_of_the_admin_is_no_way_around(client: Client) -> None:
    User.objects.create_superuser("tete@exemple.fr", password="une longue phrase de passe")
    page = client.post("/admin/login/", {"username": "tete@exemple.fr", "password": "une longue phrase de passe"})
    assert page.status_code == 302 and "/compte/acces/login/" in page["Location"]
    assert "_auth_user_id" not in client.session


def test_the_database_alone_gives_nobody_a_key(client: Client) -> None:
    client.force_login(moderator())
    secret = link_device(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored


def test_a_lost_device_is_forgotten_by_an_admin_with_a_trace_and_a_letter(client: Client) -> None:
    person, head = moderator(), alice()
    Role.objects.create(user=head, name=RoleName.ADMIN)
    User.objects.filter(pk=head.pk).update(is_staff=True)
    theirs = Client()
    theirs.force_login(person)
    link_device(theirs)
    client.force_login(head)
    link_device(client)
    mail.outbox.clear()
    client.post("/admin/comptes/user/", {"action": "reset_second_factor", "_selected_action": [person.pk]})
    assert theirs.get("/moderation/")["Location"] == ENROL
    trace = LogEntry.objects.get(object_id=str(person.pk))
    assert trace.user == head and "Seconde clé oubliée" in trace.get_change_message()
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    shielded = User.objects.create_superuser("tete@exemple.fr")
    Authenticator.objects.create(user=shielded, type="totp", data={"secret": "x"})
    client.post("/admin/comptes/user/", {"action": "reset_second_factor", "_selected_action": [shielded.pk]})
    assert Authenticator.objects.filter(user=shielded).exists()


def test_an_admin_by_role_gives_roles_with_a_trace_and_a_crew_stays_in_its_service(client: Client) -> None:
    person, head = charlie(), alice()
    Role.objects.create(user=head, name=RoleName.ADMIN)
    User.objects.filter(pk=head.pk).update(is_staff=True)
    client.force_login(head)
    link_device(client)
    voirie = Service.objects.create(code="voirie", name="Voirie")
    arbres = Service.objects.create(code="arbres", name="Arbres")
    client.post("/admin/comptes/crew/add/", {"code": "centre", "name": "Équipe centre", "service": voirie.pk})
    crew = voirie.crews.get()
    address = f"/admin/comptes/user/{person.pk}/change/"
    form = {"name": "Charlie", "is_active": "on", "roles-TOTAL_FORMS": 1, "roles-INITIAL_FORMS": 0}
    form |= {"roles-0-name": "crew", "roles-0-crew": crew.pk, "roles-0-contacts": "on"}
    assert "est du service" in client.post(address, form | {"roles-0-service": arbres.pk}).content.decode()
    assert client.post(address, form | {"roles-0-service": voirie.pk}).status_code == 302
    role = person.roles.get()
    assert (role.crew, role.contacts) == (crew, True)
    trace = LogEntry.objects.get(object_id=str(person.pk), user=head)
    assert "équipe de terrain" in trace.get_change_message()
