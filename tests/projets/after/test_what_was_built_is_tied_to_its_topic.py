"""Whoever carries a topic ties what was built to it, and undoes it with a reason; the label and the way follow."""

import pytest
from django.test import Client

from carto.fiches.models import Lien
from projets.opportunites.after.facts import Facts
from tests.people import bob, charlie
from tests.places import CHATEAU, REZE
from tests.projets.after.samples import carried_by, delivered_topic
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db


def test_it_is_tied_from_around_or_by_number_and_undone_with_a_reason(client: Client) -> None:
    topic = delivered_topic()
    person = carried_by(topic)
    near, far = make_equipement(CHATEAU, title="Les bancs"), make_equipement(REZE, title="La piscine")
    near.refresh_from_db(), far.refresh_from_db()
    way = f"/opportunites/{topic.uuid}/filiation/"
    for stranger, status in ((charlie(), 403), (bob(), 404)):
        client.force_login(stranger)
        assert client.post(f"{way}relier/", {"numero": near.number}).status_code == status
    client.force_login(person)
    assert f"{way}relier/" in client.get(way).content.decode()
    asked = client.get(f"{way}relier/").content.decode()
    assert "Les bancs" in asked and "La piscine" not in asked
    for wrong in ("", "E-1999-000001", "\x00", "x" * 500):
        assert client.post(f"{way}relier/", {"numero": wrong}).status_code == 422
    for _twice in range(2):
        assert client.post(f"{way}relier/", {"proche": near.number}).status_code == 302
    assert client.post(f"{way}relier/", {"numero": f" {far.number.lower()} "}).status_code == 302
    assert [row["title"] for row in Facts.of(topic).rows["works"]] == ["Les bancs", "La piscine"]
    wrong_one = Lien.objects.get(source=far)
    assert client.post(f"{way}relier/", {"defaire": wrong_one.pk, "raison": " "}).status_code == 422
    assert client.post(f"{way}relier/", {"defaire": "9" * 40, "raison": "x"}).status_code == 409
    assert client.post(f"{way}relier/", {"defaire": wrong_one.pk, "raison": "Rien à voir."}).status_code == 302
    client.logout()
    told = client.get(way).content.decode()
    assert "Les bancs" in told and "Rien à voir." in told and "<s>" in told
    assert [row["title"] for row in Facts.of(topic).rows["works"]] == ["Les bancs"]
    history = client.get(topic.get_absolute_url()).content.decode()
    assert "Réalisé par « Les bancs »" in history and "Rien à voir." in history
