"""From phase to phase; to leave one out takes a public reason that a name signs, and the page shows it."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from carto.comptes.models import User
from projets.opportunites.models import Opportunite
from projets.opportunites.workflow import PHASES, Status, passed_over
from tests.factories import make_territoire
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.referents.samples import fill_sheet, in_days, make_topic

SAID = {"reason": "L’eau est connue, on gagne un hiver.", "ends": in_days(30)}


@pytest.fixture
def topic(client: Client, db: None) -> Opportunite:
    """Open, in its first phase, carried by Denise who is signed in."""
    person = denise(make_territoire(CHATEAU))
    client.force_login(person)
    topic = make_topic(status="diagnosis", stage="in_progress", carrier=person)
    fill_sheet(topic)
    return topic


def test_the_next_phase_takes_words_and_a_skipped_one_takes_a_signature(client: Client, topic: Opportunite) -> None:
    address = f"/opportunites/{topic.uuid}/phase/"
    page = client.get(address).content.decode()
    assert "saute : appel aux expertises" in page
    assert client.post(address, {"after": "expertise", "reason": ""}).status_code == 422
    assert client.post(address, {"after": "decided", "reason": "Vite."}).status_code == 422
    assert client.post(address, {"after": "construction", "reason": " "}).status_code == 422
    User.objects.update(name="")
    unsigned = client.post(address, SAID | {"after": "construction"})
    assert unsigned.status_code == 422 and "se signe" in unsigned.content.decode()
    User.objects.update(name="Denise R.")
    assert client.post(address, SAID | {"after": "construction"}).status_code == 302
    told = Client().get(topic.get_absolute_url()).content.decode()
    for said in ("Phases sautées : appel aux expertises, contributions.", "on gagne un hiver", "Signé : Denise R."):
        assert said in told
    assert client.post(address, SAID | {"after": "expertise"}).status_code == 302, "back to what was skipped"
    assert "Phases sautées" not in topic.evenements.last().public_text


def test_the_administration_cannot_open_a_phase_by_hand(client: Client, topic: Opportunite) -> None:
    client.force_login(User.objects.create_superuser("admin@exemple.fr", name="Administration"))
    form = {
        "title": topic.title, "text": "", "theme": topic.theme_id, "visibility": "public", "osm_id": "",
        "precision": "", "geom": topic.geom.geojson, "scale": "rue", "status": "construction", "referent": "",
        "question": topic.question, "open_to_decision": "", "closed_to_decision": "", "phase_starts": "",
        "phase_ends": "",
    }  # fmt: skip
    answer = client.post(f"/admin/opportunites/opportunite/{topic.pk}/change/", form)
    assert answer.status_code == 200 and "Une phase s’ouvre depuis la page du sujet" in answer.content.decode()
    assert Opportunite.objects.get().status == "diagnosis"


@given(before=st.sampled_from(list(Status)), after=st.sampled_from(list(Status)))
def test_only_what_lies_between_two_phases_is_skipped(before: Status, after: Status) -> None:
    skipped = passed_over(before, after)
    assert set(skipped) <= set(PHASES) - {before, after}
    if before in PHASES and after in PHASES:
        assert len(skipped) == max(0, PHASES.index(after) - PHASES.index(before) - 1)
    elif after != Status.DECIDED:
        assert skipped == ()
