"""Three years without signing in: a letter, a month, and the account goes as if its owner had asked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from carto.comptes.models import User
from carto.demarches.person import unused
from carto.demarches.tasks import erase_unused, forget_accounts
from tests import people
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db


def _slept(person: User, days: int) -> None:
    User.objects.filter(pk=person.pk).update(date_joined=timezone.now() - timedelta(days=5000))
    User.objects.filter(pk=person.pk).update(last_login=timezone.now() - timedelta(days=days))


def _planned() -> list[int]:
    return [job.args["person_id"] for job in ProcrastinateJob.objects.filter(task_name=erase_unused.name)]


def test_its_owner_is_told_once_and_it_goes_a_month_later(settings: Settings) -> None:
    settings.CARTO_ACCOUNT_DAYS = 1095
    alice, bob, charlie = people.alice(), people.bob(), people.charlie()
    make_idee(title="Un banc", author=alice)
    _slept(alice, 1070)
    _slept(bob, 4000)  # holds a role
    _slept(charlie, 1000)
    assert forget_accounts(timestamp=0) == 1 and forget_accounts(timestamp=0) == 0
    assert [letter.to for letter in mail.outbox] == [["alice@exemple.fr"]] and _planned() == [alice.pk]
    assert "/compte/" in mail.outbox[0].body and len(mail.outbox[0].alternatives) == 1
    assert not erase_unused(alice.pk), "a month has not passed"
    _slept(alice, 1100)
    assert erase_unused(alice.pk) and not User.objects.filter(email="alice@exemple.fr").exists()
    assert not erase_unused(alice.pk)
    assert User.objects.count() == 2


def test_whoever_signs_in_meanwhile_keeps_theirs(settings: Settings) -> None:
    alice = people.alice()
    _slept(alice, 1090)
    assert forget_accounts(timestamp=0) == 1
    _slept(alice, 0)
    assert not erase_unused(alice.pk)
    assert User.objects.filter(pk=alice.pk).exists()


def test_no_letter_no_plan(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = people.alice()
    _slept(alice, 2000)
    with monkeypatch.context() as broken:

        def refuse(*_: object) -> None:
            raise OSError

        broken.setattr(unused, "_write", refuse)
        assert forget_accounts(timestamp=0) == 0 and _planned() == []
    assert forget_accounts(timestamp=0) == 1 and _planned() == [alice.pk]
