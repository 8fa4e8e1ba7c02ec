"""However many places one follows, and the fiche besides: one message an address and thing, never two, never none."""

from collections import Counter
from datetime import time
from itertools import product
from unittest.mock import patch
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.alertes import outbox
from carto.alertes.actions import follow_by_mail
from carto.alertes.models import Abonnement, Heard, Message, mark_of
from carto.alertes.outbox import make_messages, send_due
from carto.alertes.rhythm import due_at
from carto.alertes.tokens import MANAGE, STOP_ALL, token
from carto.fiches.actions import record
from carto.fiches.models import Evenement, Fiche, What
from tests.alertes.places import CHARLIE, LONG_AGO, around, drawn, follow
from tests.alertes.postbox import Postbox, Worker
from tests.factories import make_fiche, square
from tests.places import CHATEAU, REZE

pytestmark = pytest.mark.django_db

ADDRESSES = ("a@exemple.fr", "b@exemple.fr")
PLACES = (around(metres=300), around(metres=3000), drawn(square(CHATEAU)[0]), around(REZE, 400))
HEARD = ((Heard.IDEES,), (Heard.DECISIONS,), tuple(Heard.values))
LINES = (What.SUBMITTED, What.PUBLISHED, What.FORETOLD, What.DECIDED, What.COMMENT, What.HELD)
followed_places = st.lists(
    st.tuples(st.sampled_from(ADDRESSES), st.sampled_from(range(len(PLACES))), st.sampled_from(HEARD),
              st.sampled_from(["now", "daily", "weekly"])),
    max_size=8, unique_by=lambda each: each[:3],
)  # fmt: skip


class _Undo(Exception):
    """Ends one example."""


def _told(evenement: Evenement, address: str, places: list, follows: set[str], known: set[str]) -> bool:
    """What the rules say, in the plainest way: nothing of how it is done."""
    there = [hears for who, place, hears, _rhythm in places if who == address and place != 3]  # 3 is elsewhere
    by_place = {
        What.SUBMITTED: Heard.IDEES, What.PUBLISHED: Heard.IDEES,
        What.FORETOLD: Heard.DECISIONS, What.DECIDED: Heard.DECISIONS,
    }.get(evenement.what)  # fmt: skip
    asked = any(by_place in hears for hears in there)
    if by_place == Heard.IDEES and asked and address not in known:
        return True
    if by_place == Heard.DECISIONS and asked:
        return True
    return address in follows and evenement.what not in (What.SUBMITTED, What.HELD)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=followed_places,
    follows=st.sets(st.sampled_from(ADDRESSES)),
    lines=st.lists(st.sampled_from(LINES), max_size=5),
)
def test_each_address_hears_each_thing_exactly_once(
    db: None, places: list[tuple], follows: set[str], lines: list[str]
) -> None:
    try:
        with transaction.atomic():
            _check(places, follows, lines)
            raise _Undo
    except _Undo:
        pass


def _check(places: list[tuple], follows: set[str], lines: list[str]) -> None:
    fiche = make_fiche(kind="idee", uuid=uuid4())
    for address, place, hears, rhythm in places:
        follow(PLACES[place], address, hears=hears, rhythm=rhythm)
    for address in follows:
        Abonnement.objects.create(fiche=fiche, channel="mail", email=address, confirmed_at=LONG_AGO)
    expected: Counter = Counter()
    known: set[str] = set()
    written = [Evenement.objects.create(fiche=fiche, what=what, actor_role="system") for what in lines]
    for line in written:
        make_messages(line)
    for line, address in product(written, ADDRESSES):
        if _told(line, address, places, follows, known):
            expected[(mark_of(address), line.pk)] = 1
        if line.what in (What.SUBMITTED, What.PUBLISHED) and _wants_ideas(places, address):
            known.add(address)
    assert Counter(Message.objects.values_list("mark", "evenement_id")) == expected
    make_messages(*written)
    assert Message.objects.count() == sum(expected.values()), "told again, nothing is new"


def _wants_ideas(places: list[tuple], address: str) -> bool:
    return any(who == address and place != 3 and Heard.IDEES in hears for who, place, hears, _rhythm in places)


def _idea(title: str = "Un banc") -> Fiche:
    fiche = make_fiche(kind="idee", title=title)
    record(fiche, What.SUBMITTED, role="resident")
    return fiche


def test_whoever_hears_of_it_by_the_fiche_is_not_told_that_it_is_new() -> None:
    _check([(ADDRESSES[0], 0, (Heard.IDEES,), "now")], {ADDRESSES[0]}, [What.PUBLISHED, What.SUBMITTED])


def test_three_places_and_the_fiche_itself_are_one_letter(postbox: Postbox, worker: Worker) -> None:
    for place in PLACES[:3]:
        follow(place)
    fiche = _idea()
    worker.work()
    assert len(postbox.messages) == 1
    followed = follow_by_mail(fiche, CHARLIE)
    Abonnement.objects.filter(pk=followed.pk).update(confirmed_at=LONG_AGO, quiet_from="00:00", quiet_until="00:00")
    record(fiche, What.DECIDED, role="referent", public_text="C’est oui.")
    worker.work()
    assert len([each for each in postbox.subjects() if "décision" in each]) == 1


def test_the_sooner_of_two_rhythms_tells_it(postbox: Postbox, worker: Worker) -> None:
    follow(PLACES[0], rhythm="weekly")
    soon = follow(PLACES[1])
    _idea()
    worker.work()
    assert len(postbox.messages) == 1 and Message.objects.get().abonnement == soon


def test_what_waited_for_a_place_is_told_by_the_other(postbox: Postbox, worker: Worker) -> None:
    daily, weekly = follow(PLACES[0], rhythm="daily"), follow(PLACES[1], rhythm="weekly")
    _idea()
    worker.work()
    assert Message.objects.get().abonnement == daily
    Client().post(f"/abonnements/{token(daily, MANAGE)}/arreter/")
    worker.work()
    waiting = Message.objects.get()
    assert waiting.abonnement == weekly
    assert send_due(waiting.due_at) == 1
    follow(PLACES[2])
    _idea("Un arbre")
    worker.work()
    Client().post(f"/abonnements/{token(weekly, STOP_ALL)}/arreter/")
    assert not Abonnement.objects.exists() and not Message.objects.exists()


def test_whatever_hours_people_chose_each_hears_after_their_own() -> None:
    hours = [(time(1, minute), time(20, minute)) for minute in range(20)]
    for rank, (begins, ends) in enumerate(hours):
        rhythm = ("now", "daily", "weekly")[rank % 3]
        follow(PLACES[rank % 3], f"{rank}@exemple.fr", rhythm=rhythm, quiet_from=begins, quiet_until=ends)
    line = Evenement.objects.create(fiche=make_fiche(kind="idee"), what=What.SUBMITTED, actor_role="resident")
    now = timezone.now()
    with patch.object(outbox.timezone, "now", lambda: now):
        assert make_messages(line) == 20 and make_messages(line) == 0
    for message in Message.objects.select_related("abonnement"):
        follower = message.abonnement
        zone = ZoneInfo(django_settings.TIME_ZONE)
        assert message.due_at == due_at(now, follower.rhythm, follower.quiet_from, follower.quiet_until, zone)


def test_a_line_costs_the_same_for_two_followers_and_for_forty(
    worker: Worker, django_assert_max_num_queries: object
) -> None:
    for rank in range(40):
        follow(PLACES[rank % 3], f"{rank}@exemple.fr", rhythm="daily")
    with django_assert_max_num_queries(14):
        line = Evenement.objects.create(fiche=make_fiche(kind="idee"), what=What.SUBMITTED, actor_role="resident")
        assert make_messages(line) == 40
