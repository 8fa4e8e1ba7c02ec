"""What waits is told together: one letter an address, one entry a fiche, twelve at most; what fails is tried again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from carto.alertes import tasks
from carto.alertes.models import Abonnement, Message
from carto.alertes.outbox import send_due
from carto.fiches.actions import record
from carto.fiches.models import Evenement, Fiche, Visibility, What
from tests.alertes.conftest import Clock
from tests.alertes.postbox import Postbox, Worker, free_port, text_of
from tests.factories import make_fiche

pytestmark = pytest.mark.django_db
CHARLIE = "charlie@exemple.fr"
Follow = Callable[..., Fiche]


@pytest.fixture
def followed(clock: Clock) -> Follow:
    """Makes a fiche that Charlie follows."""

    def make(title: str = "Nid-de-poule", email: str = CHARLIE, **fields: object) -> Fiche:
        fiche = make_fiche(title=title)
        Abonnement.objects.create(fiche=fiche, channel="mail", email=email, confirmed_at=clock.now, **fields)
        return fiche

    return make


def _answer(fiche: Fiche, text: str = "Nous passons mardi.") -> None:
    record(fiche, What.ANSWER, role="agent", public_text=text)


def test_the_night_s_news_arrive_in_the_morning_in_one_letter(
    followed: Follow, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    clock.at("2026-11-26T22:00")
    hole, lamp = followed("Nid-de-poule"), followed("Lampadaire éteint")
    _answer(hole)
    _answer(lamp, "La lampe est commandée.")
    worker.work()
    assert postbox.messages == []
    clock.at("2026-11-27T07:59")
    assert send_due(clock.now) == 0
    clock.at("2026-11-27T08:00")
    assert send_due(clock.now) == 1
    (letter,) = postbox.messages
    assert postbox.subjects() == ["2 nouvelles de ce que vous suivez"]
    for said in ("Nid-de-poule", "Lampadaire éteint", "Nous passons mardi.", "La lampe est commandée."):
        assert said in text_of(letter)
    assert send_due(clock.now) == 0


def test_a_daily_digest_says_each_fiche_once_and_leaves_the_others_alone(
    followed: Follow, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    daily, at_once = followed("Nid-de-poule", rhythm="daily"), followed("Tag")
    other = followed("Bruit", email="alice@exemple.fr", rhythm="daily")
    for day, text in enumerate(("Un.", "Deux.", "Trois.", "Quatre.")):
        clock.at(f"2026-11-26T1{day}:00")
        _answer(daily, text)
    _answer(at_once)
    _answer(other)
    worker.work()
    assert postbox.subjects() == ["Tag : une réponse est arrivée"]
    clock.at("2026-11-27T08:00")
    send_due(clock.now)
    (digest,) = postbox.to(CHARLIE)[1:]
    assert text_of(digest).count("Nid-de-poule") == 1
    assert "Quatre." in text_of(digest) and "Un." not in text_of(digest)
    assert len(postbox.to("alice@exemple.fr")) == 1


def test_beyond_twelve_a_digest_counts(followed: Follow, postbox: Postbox, worker: Worker, clock: Clock) -> None:
    for rank in range(24):
        _answer(followed(f"Chose {rank:02}", rhythm="weekly"))
    worker.work()
    clock.at("2026-11-30T08:00")
    send_due(clock.now)
    (digest,) = postbox.messages
    assert postbox.subjects() == ["24 nouvelles de ce que vous suivez"]
    assert "et 12 autres nouvelles." in text_of(digest)
    assert "Chose 23" in text_of(digest) and "Chose 11" not in text_of(digest)


def test_what_is_no_longer_public_is_left_out_of_the_digest(
    followed: Follow, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    fiche = followed(rhythm="daily")
    _answer(fiche)
    worker.work()
    Fiche.objects.filter(pk=fiche.pk).update(visibility=Visibility.BINNED)
    clock.at("2026-11-27T08:00")
    send_due(clock.now)
    assert postbox.messages == [] and not Message.objects.filter(sent_at=None).exists()


def test_a_digest_costs_the_same_for_three_and_for_twelve(
    followed: Follow, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    def cost(count: int, morning: str) -> int:
        for rank in range(count):
            _answer(followed(f"Chose {rank}", rhythm="daily"))
        worker.work()
        clock.at(morning)
        with CaptureQueriesContext(connection) as queries:
            assert send_due(clock.now) == 1
        return len(queries)

    assert cost(3, "2026-11-27T08:00") == cost(12, "2026-11-28T08:00")


def test_one_line_costs_the_same_for_two_followers_and_for_twenty(clock: Clock, worker: Worker) -> None:
    def cost(count: int) -> int:
        fiche = make_fiche()
        Abonnement.objects.bulk_create(
            Abonnement(fiche=fiche, channel="mail", email=f"a{rank}@exemple.fr", confirmed_at=clock.now, rhythm="daily")
            for rank in range(count)
        )
        _answer(fiche)
        with CaptureQueriesContext(connection) as queries:
            worker.work()
        assert Message.objects.filter(abonnement__fiche=fiche).count() == count
        return len(queries)

    assert cost(2) == cost(20)


def test_a_line_told_twice_to_the_worker_is_written_once(
    followed: Follow, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    _answer(followed())
    worker.work()
    tasks.prepare(Evenement.objects.latest("pk").pk)
    assert len(postbox.messages) == 1


def test_a_silent_server_is_tried_again_later(
    followed: Follow, postbox: Postbox, worker: Worker, clock: Clock, settings: Settings
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    _answer(followed())
    worker.work()
    waiting = Message.objects.get()
    assert (waiting.sent_at, waiting.attempts) == (None, 1)
    assert waiting.due_at - clock.now == timedelta(minutes=1)
    settings.EMAIL_PORT = port
    assert send_due(clock.now) == 0
    clock.at("2026-11-26T15:01")
    assert send_due(clock.now) == 1
    assert Abonnement.objects.get().failures == 0


def test_a_busy_mailbox_is_tried_again_and_keeps_its_subscription(
    followed: Follow, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    postbox.refusal = "450 Try again"
    _answer(followed())
    worker.work()
    assert Abonnement.objects.get().failures == 0 and Message.objects.get().attempts == 1


def test_a_dead_address_is_given_up_after_three_refusals(
    followed: Follow, postbox: Postbox, worker: Worker, clock: Clock
) -> None:
    fiche = followed()
    followed("Tag")
    postbox.refusal = "550 No such user"
    _answer(fiche)
    worker.work()
    assert Abonnement.objects.filter(failures=1).count() == 2
    for hour in ("2026-11-26T21:00", "2026-11-27T08:00", "2026-11-27T14:00"):
        clock.at(hour)
        send_due(clock.now)
    assert not Abonnement.objects.exists()


def test_one_dead_address_does_not_hold_up_the_others(
    followed: Follow, postbox: Postbox, worker: Worker, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiche = followed(email="mort@exemple.fr")
    Abonnement.objects.create(fiche=fiche, channel="mail", email=CHARLIE, confirmed_at=clock.now)
    original = postbox.handle_RCPT

    async def refuse_one(server: object, session: object, envelope: object, address: str, options: list[str]) -> str:
        postbox.refusal = "550 No such user" if address.startswith("mort") else ""
        return await original(server, session, envelope, address, options)

    monkeypatch.setattr(postbox, "handle_RCPT", refuse_one)
    _answer(fiche)
    worker.work()
    assert [letter["To"] for letter in postbox.messages] == [CHARLIE]
