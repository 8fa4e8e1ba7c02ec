"""An alert on a process keeps words and a day: no account, address, hour nor cookie; what became of it is public."""

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client

from carto.comptes.models import Role, RoleName
from carto.demarches.models import Vigilance
from carto.demarches.vigilance import actions
from carto.fiches.models import Visit
from tests import people

pytestmark = pytest.mark.django_db
WORDS = "On nous a demandé de voter deux fois à l’atelier."


def send(client: Client, text: str = WORDS, **told: str) -> object:
    return client.post(
        "/alerte/", {"text": text, "about": "La consultation du cours"} | told, REMOTE_ADDR="198.51.100.7"
    )


def reader() -> object:
    person = people.charlie()
    Role.objects.create(user=person, name=RoleName.VIGIL)
    return person


def test_nothing_says_who_wrote_even_signed_in() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.alice())
    sessions, visits = Session.objects.count(), Visit.objects.count()
    response = send(client)
    kept = Vigilance.objects.get()
    assert response.status_code == 201
    assert kept.code in response.content.decode()
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    assert (Session.objects.count(), Visit.objects.count()) == (sessions, visits)
    columns = Vigilance._meta.concrete_fields
    assert {field.name for field in columns} == {"id", "code", "about", "text", "day", "outcome", "said", "said_on"}
    assert not any(field.is_relation or isinstance(field, models.DateTimeField) for field in columns)
    assert kept.pk >= 2**51  # drawn, not counted: the order of arrival is nowhere


def test_no_log_tells_that_somebody_came() -> None:
    front = (django_settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    assert "~^/alerte/ 0;" in front and "sans_adresse if=$told" in front
    assert 'UNTOLD = "/alerte/"' in (django_settings.BASE_DIR / "deploy" / "gunicorn.conf.py").read_text()


def test_its_words_are_for_the_group_alone_and_its_outcome_for_everybody(client: Client) -> None:
    send(client)
    kept = Vigilance.objects.get()
    client.force_login(people.bob())
    assert client.get("/alerte/lire/").status_code == 403
    assert client.get(f"/alerte/lire/{kept.code}/").status_code == 403
    client.force_login(reader())
    assert WORDS in client.get("/alerte/lire/").content.decode()
    answered = {"outcome": "changed", "said": "Le vote a été recompté sans les doubles."}
    assert client.post(f"/alerte/lire/{kept.code}/", {"outcome": "changed", "said": ""}).status_code == 422
    assert client.post(f"/alerte/lire/{kept.code}/", answered).status_code == 302
    assert client.post(f"/alerte/lire/{kept.code}/", answered).status_code == 409
    kept.refresh_from_db()
    assert kept.text == ""
    page = Client().get("/alerte/").content.decode()
    assert kept.code in page and "recompté sans les doubles" in page and "1 alerte reçue" in page and "Charlie" in page
    assert WORDS not in page


def test_without_words_it_is_told_and_a_flood_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = send(client, text="  \n ")
    assert wrong.status_code == 422
    assert "La consultation du cours" in wrong.content.decode()
    monkeypatch.setattr(actions, "A_DAY", 1)
    assert send(client).status_code == 201
    late = send(client, text="Encore une chose")
    assert late.status_code == 429
    assert "Encore une chose" in late.content.decode()


def test_the_page_says_what_it_does_not_protect_and_where_to_go(client: Client, settings: object) -> None:
    settings.CARTO_GLOBALEAKS = "https://alerte.exemple.fr/"
    page = client.get("/alerte/?sur=Le+budget+2027").content.decode()
    assert 'href="https://alerte.exemple.fr/"' in page and "Ce qu’elle ne protège pas" in page
    assert 'value="Le budget 2027"' in page and "csrfmiddlewaretoken" not in page
