"""The PDF of a case: its map, its photos, its history; nothing of who reported, nothing outside one's scope."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from carto.fiches.actions import add_pictures, record
from carto.fiches.models import What
from carto.fiches.moderation.pictures import publish
from carto.fiches.photos import read_picture
from signalements.desk import dossier
from signalements.models import Signalement
from tests.people import bob, charlie
from tests.signalements.desk.samples import case
from tests.signalements.samples import make_signalement, photo
from tests.tiles.image.conftest import base_map

__all__ = ["base_map"]
pytestmark = pytest.mark.django_db


def read(client: Client, signalement: Signalement) -> tuple[str, int]:
    """Its words, and how many pictures it holds."""
    answer = client.get(case(signalement, "dossier.pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert signalement.number in answer.headers["Content-Disposition"]
    pages = PdfReader(io.BytesIO(answer.content)).pages
    pictures = {image.data for page in pages for image in page.images}  # pages share what they draw
    return " ".join(page.extract_text() for page in pages), len(pictures)


@pytest.mark.usefixtures("base_map")
def test_it_holds_the_map_the_photos_shown_and_the_history(client: Client) -> None:
    signalement, agent = make_signalement(text="Gros trou <devant> l’arrêt."), bob()
    shown, _waiting = add_pictures(signalement, [read_picture(photo()), read_picture(photo())])
    client.force_login(agent)
    before = read(client, signalement)[1]  # nobody has looked at them
    publish(shown, [], by=agent, role="agent", description="Un trou", seen="waiting")
    record(signalement, What.NOTED, role="agent", person=agent, private_text="Prévoir un cône.")
    words, pictures = read(client, signalement)
    for said in (
        signalement.number,
        "Trou dans la chaussée",
        "Gros trou <devant> l’arrêt.",
        "Prévoir un cône.",
        "Voirie",
    ):
        assert said in words
    assert "sans images" not in words
    assert pictures == before + 1


def test_without_a_plan_it_is_made_all_the_same_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier, "_plan", lambda _centre: "/tuiles/plan.svg?centre=perdu")
    client.force_login(bob())
    signalement = make_signalement()
    words, _pictures = read(client, signalement)
    assert signalement.number in words
    assert "sans images" in words


def test_it_is_there_for_its_service_alone(client: Client) -> None:
    signalement = make_signalement("tags-affiches")
    client.force_login(bob())
    assert client.get(case(signalement, "dossier.pdf")).status_code == 404
    client.force_login(charlie())
    assert client.get(case(signalement, "dossier.pdf")).status_code == 403
