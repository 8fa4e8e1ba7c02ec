"""At each stop a crew closes with a photo or a reason, says that nothing was found, or leaves it for another day."""

import pytest
from django.core import mail
from django.test import Client

from carto.comptes.models import Crew
from carto.fiches.models import Moment, What
from signalements.actions import change_status
from signalements.models import Stop, Tournee
from signalements.workflow import Closing, Status
from tests.people import bob, charlie, emile
from tests.places import CHATEAU, COMMERCE
from tests.signalements.rounds.samples import address_of, gesture, make_tournee, north_crew
from tests.signalements.samples import make_signalement, photo

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def crew() -> Crew:
    return north_crew(make_signalement())


@pytest.fixture
def tournee(crew: Crew) -> Tournee:
    return make_tournee(bob(crew.service), CHATEAU, COMMERCE, crew=crew)


@pytest.fixture
def mover(client: Client, crew: Crew) -> Client:
    client.force_login(emile(service=crew.service, crew=crew))
    return client


def stops(tournee: Tournee) -> list[Stop]:
    return list(tournee.stops.select_related("signalement", "tournee"))


def test_done_closes_with_the_photo_and_words_that_everybody_reads(mover: Client, tournee: Tournee) -> None:
    first, second = stops(tournee)
    answer = mover.post(address_of(first), gesture("done", closing="", words="Trou rebouché.", photos=photo()))
    assert answer["Location"] == f"/bureau/tournees/{tournee.uuid}/"
    first.signalement.refresh_from_db()
    assert first.signalement.get_status() is Status.TREATED
    assert first.signalement.photos.get().moment == Moment.AFTER
    line = first.signalement.evenements.filter(what=What.STATUS).latest("pk")
    assert (line.actor_role, line.person.name, line.public_text) == ("crew", "Émile", "Trou rebouché.")
    mover.post(address_of(second), gesture("not_found"))
    second.signalement.refresh_from_db()
    assert second.signalement.closing == Closing.NOT_FOUND
    assert "n’a rien trouvé" in second.signalement.evenements.filter(what=What.STATUS).latest("pk").public_text
    tournee.refresh_from_db()
    assert tournee.closed_at is not None
    assert "Tout est noté" in mover.get(f"/bureau/tournees/{tournee.uuid}/").content.decode()


def test_a_gesture_sent_twice_counts_once(mover: Client, tournee: Tournee) -> None:
    stop, sent = stops(tournee)[0], gesture("done")
    for _turn in range(2):
        answer = mover.post(address_of(stop), sent | {"photos": photo()}, headers=JSON)
        assert answer.status_code == 200
        assert answer.json()["outcome"] == "done"
    assert stop.signalement.photos.count() == 1
    assert stop.signalement.evenements.filter(after=Status.TREATED.value).count() == 1


def test_what_somebody_else_closed_meanwhile_is_told_and_not_done_again(mover: Client, tournee: Tournee) -> None:
    stop = stops(tournee)[0]
    change_status(stop.signalement, Status.TREATED, role="agent", closing=Closing.MADE_SAFE)
    answer = mover.post(address_of(stop), gesture("done", words="Fait aussi"), headers=JSON)
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert "Clos entre-temps" in answer.json()["title"]
    page = mover.post(address_of(stop), gesture("done", words="Fait aussi"))
    assert page.status_code == 409
    assert "Fait aussi" in page.content.decode()
    assert "Clos entre-temps : traité" in mover.get(f"/bureau/tournees/{tournee.uuid}/").content.decode()


def test_to_be_seen_again_needs_a_note_that_stays_with_the_services(mover: Client, tournee: Tournee) -> None:
    stop = stops(tournee)[0]
    refused = mover.post(address_of(stop), gesture("later"))
    assert refused.status_code == 422
    assert "ce qu’il faudra revoir" in refused.content.decode()
    mover.post(address_of(stop), gesture("later", note="Voiture garée dessus"))
    stop.refresh_from_db()
    stop.signalement.refresh_from_db()
    assert (stop.outcome, stop.note) == ("later", "Voiture garée dessus")
    assert stop.signalement.get_status() is Status.PLANNED
    line = stop.signalement.evenements.latest("pk")
    assert (line.what, line.public_text) == (What.ROUND, "")
    assert "Voiture garée dessus" in line.private_text
    mover.post(address_of(stop), gesture("done"))
    stop.refresh_from_db()
    assert stop.outcome == "done", "seen again the same day, it is done after all"


def test_the_last_gesture_is_taken_back(mover: Client, tournee: Tournee) -> None:
    stop = stops(tournee)[0]
    mover.post(address_of(stop), gesture("later", note="Plus tard"))
    mover.post(address_of(stop), gesture("undo"))
    stop.refresh_from_db()
    assert (stop.outcome, stop.note, stop.done_at) == ("", "", None)


def test_strangers_other_crews_and_hostile_forms_are_refused(mover: Client, tournee: Tournee, crew: Crew) -> None:
    stop = stops(tournee)[0]
    assert mover.post(address_of(stop), gesture("dance"), headers=JSON).status_code == 422
    assert mover.post(address_of(stop), gesture("done") | {"gesture": "x"}, headers=JSON).status_code == 422
    assert mover.post(address_of(stop), gesture("done", closing="private"), headers=JSON).status_code == 422
    assert mover.post(address_of(stop), gesture("done", closing=""), headers=JSON).status_code == 422
    claimed = mover.post(address_of(stop), gesture("done", person="999999"), headers=JSON)
    assert claimed.status_code == 403, "made by whoever had the phone before"
    assert (
        mover.post(f"/bureau/tournees/{tournee.uuid}/arrets/99999999999999999999/", gesture("done")).status_code == 404
    )
    assert mover.get(address_of(stop)).status_code == 405
    mover.logout()
    assert mover.post(address_of(stop), gesture("done"), headers=JSON).status_code == 401
    assert mover.post(address_of(stop), gesture("done")).status_code == 302
    mover.force_login(charlie())
    assert mover.post(address_of(stop), gesture("done")).status_code == 403
    stop.signalement.refresh_from_db()
    assert stop.signalement.get_status() is Status.PLANNED
    assert mail.outbox == []


def test_what_was_taken_from_the_crew_meanwhile_is_told(mover: Client, tournee: Tournee) -> None:
    stop = stops(tournee)[0]
    type(stop.signalement).objects.filter(pk=stop.signalement_id).update(crew=None)
    answer = mover.post(address_of(stop), gesture("done"), headers=JSON)
    assert answer.status_code == 409
    assert "plus dans les mains" in answer.json()["title"]


def test_the_nearest_of_what_is_left_is_told(mover: Client, tournee: Tournee) -> None:
    first, second = stops(tournee)
    near = f"/bureau/tournees/{tournee.uuid}/proche/"
    here = {"lon": CHATEAU.x, "lat": CHATEAU.y}
    assert mover.get(near, here).json() == {"stop": first.pk, "metres": 0}
    mover.post(address_of(first), gesture("done"))
    assert mover.get(near, here).json()["stop"] == second.pk
    mover.post(address_of(second), gesture("done"))
    assert mover.get(near, here).status_code == 404
    assert mover.get(near, {"lon": "x"}).status_code == 400


def test_the_page_works_without_javascript(mover: Client, tournee: Tournee) -> None:
    page = mover.get(f"/bureau/tournees/{tournee.uuid}/").content.decode()
    first = stops(tournee)[0]
    assert f'href="geo:{CHATEAU.y:.6g}' in page or f"geo:{round(CHATEAU.y, 6)},{round(CHATEAU.x, 6)}" in page
    assert f'action="{address_of(first)}"' in page
    assert "csrftoken" in mover.cookies
