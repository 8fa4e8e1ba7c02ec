"""How to reach who reported is seen by those who have the right, after a gesture that leaves a trace; nowhere else."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from carto.comptes.models import Role
from carto.fiches.models import What
from signalements.models import Signalement
from tests.people import bob, farida
from tests.signalements.desk.samples import case, make_crew, reachable
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
SECRETS = ("zoe.secrete@exemple.fr", "Zoé Secrète", "06 98 76 54 32", "0698765432")


@pytest.fixture
def signalement() -> Signalement:
    made = make_signalement()
    reachable(made)
    return made


def silent(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


def test_without_the_right_nobody_sees_them_nor_the_button(client: Client, signalement: Signalement) -> None:
    for person in (bob(signalement.service), farida()):
        client.force_login(person)
        page = client.get(case(signalement)).content.decode()
        assert silent(page)
        assert "Voir les coordonnées" not in page
        assert client.post(case(signalement, "coordonnees/"), {"why": "Par curiosité"}).status_code == 403
    assert not signalement.evenements.filter(what=What.REACHED).exists()


def test_with_the_right_a_reason_opens_them_once_and_the_history_says_who_and_why(
    client: Client, signalement: Signalement
) -> None:
    agent = bob(signalement.service)
    Role.objects.filter(user=agent).update(contacts=True)
    client.force_login(agent)
    page = client.get(case(signalement)).content.decode()
    assert "Voir les coordonnées" in page
    assert silent(page)
    assert client.get(case(signalement, "coordonnees/")).status_code == 405
    refused = client.post(case(signalement, "coordonnees/"), {"why": " "})
    assert refused.status_code == 422
    assert silent(refused.content.decode())
    shown = client.post(case(signalement, "coordonnees/"), {"why": "Prendre rendez-vous pour la cave"})
    assert "06 98 76 54 32" in shown.content.decode()
    assert "zoe.secrete@exemple.fr" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    line = signalement.evenements.get(what=What.REACHED)
    assert (line.person, line.actor_role, line.private_text) == (agent, "agent", "Prendre rendez-vous pour la cave")
    assert line.public_text == ""
    assert silent(client.get(case(signalement)).content.decode())


def test_no_page_no_download_and_no_pdf_holds_them(client: Client, signalement: Signalement) -> None:
    agent = bob(signalement.service)
    Role.objects.filter(user=agent).update(contacts=True)
    client.force_login(agent)
    client.post(case(signalement, "coordonnees/"), {"why": "Prendre rendez-vous pour la cave"})
    pdf = PdfReader(io.BytesIO(client.get(case(signalement, "dossier.pdf")).content))
    assert silent(" ".join(page.extract_text() for page in pdf.pages))
    client.logout()
    public = [signalement.get_absolute_url(), f"/api/v1/signalements/{signalement.uuid}/", "/liste/"]
    public += ["/donnees/fiches.csv", "/donnees/fiches.geojson"]
    for address in public:
        answer = client.get(address)
        told = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert silent(told.decode("utf-8", "replace")), address
        assert "rendez-vous" not in told.decode("utf-8", "replace"), address


def test_another_service_does_not_even_find_the_way(client: Client, signalement: Signalement) -> None:
    agent = bob(make_crew("balayage", "proprete").service)
    Role.objects.filter(user=agent).update(contacts=True)
    client.force_login(agent)
    assert client.post(case(signalement, "coordonnees/"), {"why": "Par curiosité"}).status_code == 404
    assert not signalement.evenements.filter(what=What.REACHED).exists()
