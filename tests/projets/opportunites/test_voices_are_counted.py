"""People behind ideas, each once; reports that come back; how long a place has waited; who is there."""

from datetime import timedelta

import pytest

from carto.fiches.models import Evenement, Lien
from projets.opportunites.evidence.actions import compute_candidates
from tests.projets.opportunites.city import NOW, at, candidate, make_city, make_group, numbers, person, report, support
from tests.projets.samples import make_idee, make_opportunite

pytestmark = pytest.mark.django_db
LAST_MONTH = NOW - timedelta(days=30)


def test_a_person_is_counted_once_and_a_group_once_and_the_anonymous_each_once() -> None:
    city = make_city()
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    make_group(bob, charlie)
    bench = make_idee(at(0, 5), author=alice, created_at=LAST_MONTH)
    other = make_idee(at(50, 5), author=alice, created_at=LAST_MONTH)
    nobody = make_idee(at(-50, 5), created_at=LAST_MONTH)
    for supporter in (bob, charlie, None, None):
        support(bench, supporter)
    support(other, bob)
    support(nobody, alice)
    # Alice, the group of Bob and Charlie, two strangers, and whoever wrote the third idea.
    for scale, place in (("rue", city.chateau), ("quartier", city.west), ("metropole", city.commune)):
        found = numbers(scale, place, "mobilier")
        assert (found["people"], found["network"]) == (5, 1)
    assert numbers("rue", city.north, "mobilier") == {}
    compute_candidates(NOW)
    assert candidate("rue", city.chateau, "mobilier").people == 5
    assert candidate("metropole", city.commune, "mobilier") is None  # five people of a whole commune


def test_an_idea_that_is_old_or_done_or_hidden_tells_nothing_and_one_that_was_joined_keeps_its_author() -> None:
    city = make_city()
    kept = make_idee(at(0, 5), author=person("alice"), created_at=LAST_MONTH)
    joined = make_idee(at(300, 5), author=person("bob"), created_at=LAST_MONTH, visibility="joined")
    Lien.objects.create(source=joined, target=kept, kind="merged", role="resident")
    make_idee(at(0, 5), created_at=NOW - timedelta(days=800))
    make_idee(at(0, 5), created_at=LAST_MONTH, stage="done")
    make_idee(at(0, 5), created_at=LAST_MONTH, visibility="waiting")
    make_idee(at(0, 5), created_at=LAST_MONTH, expires_at=NOW - timedelta(days=1))
    assert numbers("rue", city.chateau, "mobilier")["people"] == 2


def test_reports_come_back_when_three_lie_within_fifty_metres_in_a_year_or_one_is_reopened() -> None:
    city = make_city()
    for east, north in ((0, 0), (30, 0), (0, 38)):  # the third lies in the next street
        report(at(east, north))
    report(at(140, 0))
    report(at(5, 0), created_at=NOW - timedelta(days=400))
    again = report(at(700, 0), created_at=NOW - timedelta(days=500))
    Evenement.objects.create(fiche=again, what="status", after="reopened", actor_role="agent", at=LAST_MONTH)
    found = [numbers("rue", place) for place in (city.chateau, city.north, city.far)]
    assert [each["repeats"] for each in found] == [2, 1, 1]
    assert numbers("quartier", city.west)["repeats"] == 3
    assert "people" not in found[0]  # nobody has wished for anything there: that is not zero


def test_a_place_has_waited_since_its_first_word_or_its_last_process() -> None:
    city = make_city()
    for east in (0, 20, 40):
        report(at(east, 0))
    report(at(0, 0), created_at=NOW - timedelta(days=1461))
    compute_candidates(NOW)
    assert candidate("rue", city.chateau, "voirie").neglect == 4
    assert candidate("rue", city.chateau, "voirie").territoire == city.west
    topic = make_opportunite(at(0, 0), theme=report(at(0, 0)).theme, created_at=NOW - timedelta(days=900))
    Evenement.objects.create(
        fiche=topic, what="status", after="carried", actor_role="referent", at=NOW - timedelta(days=731)
    )
    compute_candidates(NOW)
    assert candidate("rue", city.chateau, "voirie").neglect == 2


def test_the_score_is_the_published_sum() -> None:
    city = make_city()
    for east in (0, 20, 40, 60):
        report(at(east, 0), created_at=NOW - timedelta(days=731) if east == 60 else LAST_MONTH)
    compute_candidates(NOW)
    found = candidate("rue", city.chateau, "voirie")
    assert (found.repeats, found.neglect) == (3, 2)
    assert found.score == pytest.approx(20 * 3 / 20 + 5 * 2 / 5)
    assert (found.formule, found.computed_at, found.first_at) == (city.formule, NOW, NOW)
