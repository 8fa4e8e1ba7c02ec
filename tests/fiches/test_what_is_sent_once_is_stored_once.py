"""The client's uuid is the idempotency key: a phone that tries again, or twice at once, makes one fiche."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from carto.fiches.actions import digest, fiche_of_secret, submit
from carto.fiches.models import Contact, Evenement, Fiche, SecretLink, What
from tests.factories import make_theme
from tests.people import alice
from tests.places import CHATEAU


def _unsaved(key: uuid.UUID) -> Fiche:
    return Fiche(uuid=key, kind="signalement", title="Nid-de-poule", theme=make_theme(), geom=CHATEAU)


@pytest.mark.django_db
def test_the_same_uuid_twice_makes_one_fiche() -> None:
    key = uuid.uuid4()
    first = submit(_unsaved(key), secret="s" * 40, email="alice@exemple.fr")
    second = submit(_unsaved(key), secret="t" * 40, email="mallory@exemple.fr")
    assert (first.created, second.created) == (True, False)
    assert first.fiche.pk == second.fiche.pk
    assert Evenement.objects.filter(what=What.SUBMITTED).count() == 1
    assert Contact.objects.get().email == "alice@exemple.fr"
    assert fiche_of_secret("t" * 40) is None, "a stranger who replays a uuid must not gain its secret link"


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_make_one_fiche() -> None:
    key = uuid.uuid4()
    make_theme()

    def send(_turn: int) -> bool:
        try:
            return submit(_unsaved(key)).created
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        created = list(pool.map(send, range(4)))
    assert sorted(created) == [False, False, False, True]
    assert Fiche.objects.count() == 1


@pytest.mark.django_db
def test_an_anonymous_fiche_holds_nothing_of_the_account_that_sent_it() -> None:
    sent = submit(_unsaved(uuid.uuid4())).fiche
    assert sent.author is None
    assert sent.evenements.get().person is None


@pytest.mark.django_db
def test_a_signed_fiche_says_who_signed() -> None:
    person = alice()
    sent = submit(_unsaved(uuid.uuid4()), author=person).fiche
    assert (sent.author, sent.evenements.get().person) == (person, person)


@pytest.mark.django_db
def test_only_the_digest_of_a_secret_is_kept() -> None:
    secret = "x" * 43
    sent = submit(_unsaved(uuid.uuid4()), secret=secret).fiche
    assert SecretLink.objects.get().digest == digest(secret) != secret
    assert fiche_of_secret(secret) == sent
    assert fiche_of_secret("y" * 43) is None
