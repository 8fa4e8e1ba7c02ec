"""Joined: one pin, counted once, and everybody keeps number, page, messages and rights; undone, all is as before."""

import random
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from carto.alertes.models import Abonnement, Channel
from carto.comptes.models import Role, RoleName, User
from carto.fiches.filters import Filters
from carto.fiches.lineage import active_lien, joined_to, kept_of, shown_as
from carto.fiches.models import Fiche, Lien, SoutienKind, Visibility, What
from carto.fiches.voices.actions import Voice, heard, speak
from signalements.actions import change_status
from signalements.joining import hand_over, join, separate
from signalements.models import Signalement
from signalements.workflow import Status
from tests.people import alice, bob, charlie
from tests.signalements.samples import filled, load_content, make_signalement, tomorrow
from tests.tiles.decode import counted, drawn, tile_at

REPORT = "/signaler/"
pytestmark = pytest.mark.django_db


def again(signalement: Signalement) -> Signalement:
    """As the database has it now."""
    return Signalement.objects.get(pk=signalement.pk)


def told(fiche: Fiche) -> list[str]:
    """What its history tells, in order."""
    return list(fiche.evenements.values_list("what", flat=True))


def on_the_map() -> tuple[int, int, int]:
    """How many signalements the list, the counts and a tile have."""
    tile = tile_at(make_place(), 15)
    seen = drawn("signalements", tile)["signalements"]
    view = Filters()
    return view.fiches().count(), view.counted_by_kind().get("signalement", 0), counted(seen) if seen else 0


def make_place() -> object:
    """Where the samples are."""
    return Fiche.objects.first().geom


def test_a_joined_one_leaves_the_map_and_every_count_and_comes_back_when_separated(client: Client) -> None:
    first, second = make_signalement(), make_signalement()
    assert on_the_map() == (2, 2, 2)
    join(second, first)
    assert on_the_map() == (1, 1, 1)
    assert second.get_absolute_url() not in client.get("/signalements/").content.decode()
    assert list(Signalement.objects.for_queue()) == [first], "agents have one case in their queue"
    separate(second)
    assert on_the_map() == (2, 2, 2)


def test_each_keeps_its_page_and_number_and_the_kept_one_says_how_many(client: Client) -> None:
    first, second = make_signalement(), make_signalement()
    join(second, first)
    page = client.get(second.get_absolute_url())
    assert page.status_code == 200
    assert first.get_absolute_url() in page.content.decode() and second.number in page.content.decode()
    page = client.get(first.get_absolute_url()).content.decode()
    assert second.number in page and "Réuni avec 1 autre signalement" in page and "2 personnes le signalent" in page


def test_both_histories_say_it_and_it_is_undone_with_its_day() -> None:
    first, second, person = make_signalement(), make_signalement(), bob()
    join(second, first, by=person, reason="même trou")
    separate(second, by=person)
    assert told(second) == told(first) == [What.SUBMITTED, What.JOINED, What.SEPARATED]
    line = second.evenements.get(what=What.JOINED)
    assert (line.person, line.private_text) == (person, "même trou") and first.number in line.public_text
    lien = Lien.objects.get()
    assert lien.undone_at and lien.by == person and active_lien(second) is None


def test_a_chain_falls_onto_the_one_that_is_kept_and_no_circle_is_made() -> None:
    a, b, c, d = (make_signalement() for _turn in range(4))
    join(b, a)
    join(c, b)  # b is joined itself
    join(a, d)  # and a has two of its own
    assert {kept_of(each).pk for each in (a, b, c, d)} == {d.pk}
    assert set(joined_to(d)) == {Fiche.objects.get(pk=each.pk) for each in (a, b, c)}
    for source, target in ((d, a), (d, d)):
        with pytest.raises(ValidationError):
            join(source, target)
    assert join(a, d) == active_lien(a), "joined to the same one again, nothing happens"
    assert told(a).count(What.JOINED) == 3


def test_what_happens_to_the_kept_one_is_told_to_who_follows_a_joined_one() -> None:
    first, second = make_signalement(), make_signalement()
    Abonnement.objects.create(fiche=second, channel=Channel.MAIL, email="alice@exemple.fr")
    join(second, first)
    change_status(first, Status.TREATED, closing="mended", public_text="C’est rebouché.")
    assert (again(second).status, again(second).stage) == ("treated", "done")
    line = second.evenements.latest("pk")
    assert (line.what, line.after, line.public_text) == (What.STATUS, "treated", "C’est rebouché.")
    assert again(second).treated_at is not None
    assert ProcrastinateJob.objects.filter(task_name__endswith="prepare", args={"evenement_id": line.pk}).exists()


def test_a_reporter_who_contests_a_joined_one_reopens_the_case() -> None:
    first, second = make_signalement(), make_signalement()
    join(second, first)
    change_status(first, Status.TREATED, closing="mended")
    change_status(second, Status.REOPENED, role="resident", public_text="Le trou est toujours là.")
    assert again(first).status == again(second).status == "reopened"
    assert first.evenements.latest("pk").after == "reopened"


def test_separated_it_goes_on_from_the_state_it_had() -> None:
    first, second = make_signalement(), make_signalement()
    change_status(second, Status.ACCEPTED)
    change_status(first, Status.PLANNED, planned_on=tomorrow())
    join(second, first)
    assert again(second).status == "planned"
    change_status(first, Status.TREATED, closing="mended")
    separate(second)
    assert (again(second).status, again(second).stage, again(first).status) == ("accepted", "in_progress", "treated")


def test_what_waits_for_the_moderation_goes_on_waiting() -> None:
    first, second = make_signalement(), make_signalement()
    Signalement.objects.filter(pk=second.pk).update(visibility=Visibility.WAITING)
    join(again(second), first)
    assert again(second).visibility == Visibility.WAITING
    assert (shown_as(second), shown_as(first)) == (Visibility.JOINED, Visibility.PUBLIC)
    Signalement.objects.filter(pk=first.pk).update(visibility=Visibility.REMOVED)
    with pytest.raises(ValidationError):
        join(make_signalement(), first)


def test_when_the_kept_one_leaves_the_oldest_of_the_others_takes_its_place() -> None:
    first, second, third = (make_signalement() for _turn in range(3))
    join(third, first)
    join(second, first)
    assert hand_over(first) == second
    assert (again(second).visibility, kept_of(third).pk) == (Visibility.PUBLIC, second.pk)
    assert hand_over(first) is None


def test_reporting_and_joining_is_one_gesture(client: Client) -> None:
    load_content()
    first = make_signalement()
    answer = client.post(REPORT, filled(joindre=str(first.uuid), text="Moi aussi, devant le 12."))
    page = client.get(answer.url).content.decode()
    sent = Signalement.objects.latest("pk")
    assert (sent.visibility, kept_of(sent).pk, sent.text) == (Visibility.JOINED, first.pk, "Moi aussi, devant le 12.")
    assert sent.number in page and first.number in page and sent.get_absolute_url() in page
    assert heard(first).people == 2
    client.post(answer.url.split("?")[0] + "separer/")
    assert again(sent).visibility == Visibility.PUBLIC


@pytest.mark.parametrize("target", ["rien", "\x00", "b1f0e7ea-16a5-4b10-8a44-7d0e0d5a3d1c"])
def test_joined_to_what_is_not_there_the_report_is_not_lost(client: Client, target: str) -> None:
    load_content()
    assert client.post(REPORT, filled(joindre=target)).status_code == 302
    assert Signalement.objects.get().visibility == Visibility.PUBLIC


def test_a_stranger_who_knows_a_uuid_joins_nothing() -> None:
    first, second = make_signalement(), make_signalement()
    Client().post(REPORT, filled(uuid=str(second.uuid), joindre=str(first.uuid)))
    assert Client().post(f"/suivre/{'x' * 43}/separer/").status_code == 404
    assert again(second).visibility == Visibility.PUBLIC


def _moderator() -> User:
    person = alice()
    Role.objects.create(user=person, name=RoleName.MODERATOR)
    return person


@pytest.mark.parametrize(("who", "allowed"), [(bob, True), (_moderator, True), (charlie, False)])
def test_agents_of_the_service_and_moderators_join_and_separate(client: Client, who: object, allowed: bool) -> None:
    first, second = make_signalement(), make_signalement()
    client.force_login(who())
    page = client.get(f"{second.get_absolute_url()}reunir/")
    assert page.status_code == (200 if allowed else 403)
    done = client.post(f"{second.get_absolute_url()}reunir/", {"numero": first.number.lower(), "raison": "même trou"})
    assert done.status_code == (302 if allowed else 403)
    assert again(second).visibility == (Visibility.JOINED if allowed else Visibility.PUBLIC)
    assert ("Séparer de" in client.get(second.get_absolute_url()).content.decode()) is allowed
    assert client.post(f"{second.get_absolute_url()}separer/").status_code == (302 if allowed else 403)
    assert again(second).visibility == Visibility.PUBLIC


def test_the_desk_proposes_the_likeliest_and_says_what_is_wrong(client: Client) -> None:
    first, second = make_signalement(), make_signalement()
    client.force_login(bob())
    assert f"Réunir à {first.number}" in client.get(f"{second.get_absolute_url()}reunir/").content.decode()
    for wrong in ("S-2026-999999", second.number, "\x00", "<b>"):
        answer = client.post(f"{second.get_absolute_url()}reunir/", {"numero": wrong})
        assert answer.status_code == 422 and "<b>" not in answer.content.decode()
    client.logout()
    assert client.get(f"{second.get_absolute_url()}reunir/").status_code == 302
    other = make_signalement("tags-affiches")
    client.force_login(User.objects.get(email="bob@exemple.fr"))
    assert client.get(f"{other.get_absolute_url()}reunir/").status_code == 403, "another service's"


@pytest.mark.django_db(transaction=True)
def test_two_agents_who_join_at_once_make_no_circle() -> None:
    several = [make_signalement() for _turn in range(4)]
    start = threading.Barrier(4)

    def work(seed: int) -> None:
        chance = random.Random(seed)
        start.wait()
        try:
            for _turn in range(6):
                source, target = chance.sample(several, 2)
                try:
                    chance.choice((join, join, lambda one, _other: separate(one)))(source, target)
                    after = Status.PLANNED if again(source).status == "accepted" else Status.ACCEPTED
                    change_status(source, after, private_text="On reprend.", planned_on=tomorrow())
                except ValidationError:
                    continue
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    check_forest(several)


def check_forest(several: list[Signalement]) -> None:
    """Depth one, no circle; a pin for each case; the kept one's state is everybody's; nobody is counted twice."""
    people = 0
    for each in map(again, several):
        lien = active_lien(each)
        assert each.visibility == (Visibility.JOINED if lien else Visibility.PUBLIC)
        if lien:
            assert active_lien(lien.target) is None and lien.target.visibility == Visibility.PUBLIC
            assert Signalement.objects.get(pk=lien.target_id).status == each.status
        else:
            people += heard(each).people
    assert people == len(several)


MOVE = st.tuples(st.sampled_from(["join", "separate", "step"]), st.integers(0, 4), st.integers(0, 4))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVE, max_size=8))
def test_whatever_is_joined_and_separated_it_stays_a_forest_of_depth_one(moves: list[tuple[str, int, int]]) -> None:
    several = [make_signalement() for _turn in range(5)]
    for what, source, target in moves:
        try:
            if what == "join":
                join(several[source], several[target])
            elif what == "separate":
                separate(several[source])
            else:
                change_status(several[source], Status.ACCEPTED)
        except ValidationError:
            continue
    check_forest(several)


def test_who_said_me_too_of_a_joined_one_is_counted_with_the_case() -> None:
    first, second = make_signalement(), make_signalement()
    speak(second, SoutienKind.TOO, Voice(charlie(), ""))
    before = heard(first).people + heard(second).people
    join(second, first)
    assert heard(first).people == before == 3
