"""Notices: dated or at certain hours, of a service or of the whole site, written at the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from carto.comptes.models import Service
from signalements.desk.notices import said_everywhere
from signalements.models import Annonce, Categorie
from tests.people import bob, emile, farida
from tests.signalements.desk.samples import make_crew
from tests.signalements.samples import load_content

pytestmark = pytest.mark.django_db
NEW = "/bureau/annonces/nouvelle/"


@pytest.fixture(autouse=True)
def content() -> None:
    load_content()


def written(**changes: Any) -> dict[str, Any]:
    until = timezone.localtime() + timedelta(days=2)
    return {"text": "Grève mardi.", "ends_at": until.strftime("%Y-%m-%dT%H:%M")} | changes


def test_the_sites_notice_is_on_the_map_until_it_ends_and_a_services_is_not(client: Client) -> None:
    client.force_login(farida())
    assert client.post(NEW, written(text="Neige <b>demain</b>.")).status_code == 302
    voirie = Service.objects.get(code="voirie")
    assert client.post(NEW, written(text="Enrobés fermés.", service=voirie.pk)).status_code == 302
    client.logout()
    page = client.get("/").content.decode()
    assert "Neige &lt;b&gt;demain&lt;/b&gt;." in page
    assert "Enrobés fermés." not in page
    Annonce.objects.create(text="Nos bureaux sont fermés.", closed_days=True, from_hour="00:00", until_hour="23:59")
    assert "Nos bureaux" not in client.get("/").content.decode()  # for who sends something
    Annonce.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    assert said_everywhere() == []
    assert "Neige" not in client.get("/").content.decode()


def test_an_agent_writes_for_their_service_alone(client: Client) -> None:
    voirie, proprete = Service.objects.get(code="voirie"), Service.objects.get(code="proprete")
    client.force_login(bob(voirie))
    assert client.post(NEW, written(service=voirie.pk)).status_code == 302
    mine = Annonce.objects.get()
    for wrong in ({}, {"service": proprete.pk}, {"service": voirie.pk, "categorie": _of("tags-affiches")}):
        assert client.post(NEW, written(**wrong)).status_code == 422
    theirs = Annonce.objects.create(text="Lavage à l’eau.", service=proprete, closed_days=True)
    page = client.get("/bureau/annonces/").content.decode()
    assert "Lavage à l’eau." in page
    assert f'href="/bureau/annonces/{theirs.pk}/"' not in page
    assert client.get(f"/bureau/annonces/{theirs.pk}/").status_code == 404
    assert client.post(f"/bureau/annonces/{theirs.pk}/", {"do": "delete"}).status_code == 404
    assert client.post(f"/bureau/annonces/{mine.pk}/", written(service=voirie.pk, seen="hier")).status_code == 409
    assert client.post(f"/bureau/annonces/{mine.pk}/", {"do": "delete"}).status_code == 302


def test_one_that_would_never_end_is_refused_and_a_crew_writes_none(client: Client) -> None:
    client.force_login(farida())
    refused = client.post(NEW, written(ends_at=""))
    assert refused.status_code == 422
    assert "Dites jusqu’à quand, ou à quelles heures." in refused.content.decode()
    assert "Grève mardi." in refused.content.decode()
    client.force_login(emile(crew=make_crew()))
    assert client.get("/bureau/annonces/").status_code == 200
    assert client.get(NEW).status_code == 403


def _of(code: str) -> int:
    return Categorie.objects.get(code=code).pk
