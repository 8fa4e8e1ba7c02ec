"""Meetings: announced with a place and an hour, taken to one's calendar, told with both; nobody who came is named."""

import re
from datetime import UTC

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from carto.fiches.models import What
from projets.opportunites.gates.ics import LONGEST, calendar, escaped, folded
from projets.opportunites.models import Reunion
from tests.people import alice
from tests.projets.gates.samples import carried, make_meeting, page_of, when

NEXT = {
    "kind": "hall",
    "at": when(9),
    "place": "Salle Bretagne",
    "pin": "sujet",
    "text": "Marcher ensemble ; apporter un plan, une loupe.",
}
HELD = {
    "kind": "street",
    "at": when(-2),
    "place": "Place du Bouffay",
    "pin": "non",
    "came": "23",
    "outcome": "On garde les bancs.",
}


@pytest.mark.django_db
def test_the_next_one_is_announced_and_everybody_takes_it_along(client: Client) -> None:
    topic, _hand = carried(client)
    address = f"/opportunites/{topic.uuid}/reunions/"
    for wrong in (
        {"place": " "},
        {"at": ""},
        {"at": when(-1)},
        {"at": when(2000)},
        {"kind": "after"},
        {"place": "a\x00b"},
    ):
        answer = client.post(f"{address}annoncer/", NEXT | wrong)
        assert answer.status_code == 422 and "apporter un plan" in answer.content.decode(), wrong
    assert client.post(f"{address}annoncer/", NEXT).status_code == 302
    twice = client.post(f"{address}annoncer/", NEXT | {"place": " Salle Bretagne "})
    assert "Cette réunion est déjà annoncée." in twice.content.decode(), "a thumb that taps twice announces once"
    meeting = Reunion.objects.get()
    assert (meeting.phase, meeting.role, meeting.spot.coords) == ("diagnosis", "referent", topic.geom.coords)
    line = topic.evenements.get(what=What.MEETING)
    assert line.actor_role == "referent" and "Salle Bretagne" in line.public_text
    stranger = Client()
    assert "Salle Bretagne" in page_of(topic) and "Salle Bretagne" in page_of(topic, "reunions/")
    one = stranger.get(f"{address}{meeting.pk}.ics")
    every = stranger.get(f"/opportunites/{topic.uuid}/reunions.ics")
    assert one["Content-Type"].startswith("text/calendar") and one.content.count(b"BEGIN:VEVENT") == 1
    text = every.content.decode().replace("\r\n ", "")
    assert "DESCRIPTION:Marcher ensemble \\; apporter un plan\\, une loupe." in text
    assert f"DTSTART:{meeting.at.astimezone(UTC):%Y%m%dT%H%M}" in text
    assert stranger.get(f"{address}{meeting.pk + 1}.ics").status_code == 404
    assert client.post(f"{address}{meeting.pk}/annuler/", {"why": ""}).status_code == 422
    assert client.post(f"{address}{meeting.pk}/annuler/", {"why": "La salle est fermée."}).status_code == 302
    assert "La salle est fermée." in page_of(topic) and not Reunion.objects.exists()


@pytest.mark.django_db
def test_what_came_out_of_it_lands_in_the_topic_with_its_day_and_its_place(client: Client) -> None:
    topic, _hand = carried(client)
    address = f"/opportunites/{topic.uuid}/reunions/"
    for wrong in ({"place": ""}, {"at": ""}, {"came": ""}, {"came": "-1"}, {"outcome": " "}, {"at": when(1)}):
        assert client.post(f"{address}raconter/", HELD | wrong).status_code == 422, wrong
    named = HELD | {"outcome": "Étaient là : paul@exemple.fr, 06 12 34 56 78."}
    assert "on ne garde rien de qui est venu" in client.post(f"{address}raconter/", named).content.decode()
    assert client.post(f"{address}raconter/", HELD).status_code == 302, "it was never announced"
    told = page_of(topic)
    assert "Place du Bouffay" in told and "23 personnes sont venues." in told and "On garde les bancs." in told
    assert Reunion.objects.get().recorded_at and "Ce qui en est sorti" in page_of(topic, "reunions/")

    announced = make_meeting(topic, days=-1)
    assert "Sans compte rendu encore" in page_of(topic, "reunions/")
    sent = {
        "at": when(-1),
        "place": "École Jean-Macé",
        "pin": "non",
        "came": "1",
        "outcome": "On a déménagé : il pleuvait.",
    }
    assert client.post(f"{address}{announced.pk}/raconter/", sent | {"place": ""}).status_code == 422
    assert client.post(f"{address}{announced.pk}/raconter/", sent).status_code == 302
    assert client.post(f"{address}{announced.pk}/raconter/", sent).status_code == 409
    announced.refresh_from_db()
    assert (announced.place, announced.came) == ("École Jean-Macé", 1)
    assert "1 personne est venue." in page_of(topic, "reunions/")


@pytest.mark.django_db
def test_only_whoever_carries_announces_and_tells(client: Client) -> None:
    topic, _hand = carried()
    client.force_login(alice())
    for page in ("annoncer/", "raconter/", f"{make_meeting(topic).pk}/raconter/"):
        assert client.get(f"/opportunites/{topic.uuid}/reunions/{page}").status_code == 403
        assert Client().get(f"/opportunites/{topic.uuid}/reunions/{page}").status_code == 302
    assert "Annoncer une réunion" not in page_of(topic, "reunions/")


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_a_line_is_folded_and_found_again(text: str) -> None:
    pieces = list(folded(f"SUMMARY:{escaped(text)}"))
    assert all(len(piece.encode("utf-8", "surrogatepass")) <= LONGEST for piece in pieces)
    whole = pieces[0] + "".join(piece[1:] for piece in pieces[1:])
    read = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], whole.removeprefix("SUMMARY:"))
    assert read == text.replace("\r", "")


@pytest.mark.django_db
def test_a_calendar_is_whole() -> None:
    topic, _hand = carried()
    text = calendar(topic, [make_meeting(topic)], "https://exemple.fr")
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert "@exemple.fr\r\n" in text and re.search(r"DTSTART:\d{8}T\d{6}Z\r\n", text)
