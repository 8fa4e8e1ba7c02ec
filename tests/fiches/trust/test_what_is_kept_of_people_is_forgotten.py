"""Contacts, passages, marks and secret links go when their time is over; the fiches and their history stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app
from pytest_django.fixtures import Settings

from carto.fiches.actions import record
from carto.fiches.models import Contact, Evenement, Fiche, SecretLink, Soutien, Stage, Visibility, Visit, What
from carto.fiches.tasks import forget_people
from carto.fiches.trust import counting, retention
from carto.fiches.trust.clocks import CLOCKS, clocks
from tests.factories import make_fiche
from tests.people import alice

pytestmark = pytest.mark.django_db
# What the worker drops by itself and that says nothing of a person.
OF_NOBODY = {"projets.idees.tasks.drop_silent_fusions", "tiles.tasks.drop_undone_entries"}


def aged(days: float, **fields: object) -> Fiche:
    """A fiche whose contact, link and history are that old."""
    at = timezone.now() - timedelta(days=days)
    fiche = make_fiche(created_at=at, **fields)
    Evenement.objects.create(fiche=fiche, what=What.STATUS, actor_role="agent", at=at)
    Contact.objects.create(fiche=fiche, email="alice@exemple.fr")
    SecretLink.objects.create(fiche=fiche, digest=f"{fiche.pk:064d}")
    for rows in (Contact.objects, SecretLink.objects):
        rows.filter(fiche=fiche).update(created_at=at)
    return fiche


def test_a_contact_goes_ninety_days_after_the_end(settings: Settings) -> None:
    over, fresh, open_still = aged(91, stage=Stage.DONE), aged(89, stage=Stage.DONE), aged(400)
    withdrawn = aged(91, visibility=Visibility.WITHDRAWN)
    assert retention.forget_contacts() == 2
    assert set(Contact.objects.values_list("fiche", flat=True)) == {fresh.pk, open_still.pk}
    settings.CARTO_CONTACT_DAYS = 30
    assert retention.forget_contacts() == 1
    assert Fiche.objects.filter(pk__in=[over.pk, withdrawn.pk]).count() == 2
    assert Evenement.objects.filter(fiche=over).exists()


def test_a_contact_stays_while_something_still_happens() -> None:
    fiche = aged(200, stage=Stage.DONE)
    record(fiche, What.CONTESTED, role="resident")
    assert retention.forget_contacts() == 0


def test_passages_and_marks_go_after_two_days() -> None:
    counting.note("a" * 64, "fiche", times=2)
    Visit.objects.filter(mark="a" * 64).update(at=timezone.now() - timedelta(hours=49))
    counting.note("b" * 64, "fiche")
    fiche, person = make_fiche(), alice()
    old = Soutien.objects.create(fiche=fiche, kind="too", mark="c" * 64, created_at=timezone.now() - timedelta(days=3))
    Soutien.objects.create(fiche=fiche, kind="still", mark="d" * 64)
    signed = Soutien.objects.create(fiche=fiche, kind="too", person=person, created_at=old.created_at)
    assert retention.forget_passages() == 3
    assert Visit.objects.get().mark == "b" * 64
    assert sorted(Soutien.objects.values_list("mark", flat=True)) == ["", "", "d" * 64]
    assert Soutien.objects.get(pk=signed.pk).person == person


def test_the_link_of_a_withdrawn_fiche_goes_after_a_year() -> None:
    aged(366, visibility=Visibility.WITHDRAWN)
    recent, public = aged(300, visibility=Visibility.WITHDRAWN), aged(900)
    assert retention.forget_links() == 1
    assert set(SecretLink.objects.values_list("fiche", flat=True)) == {recent.pk, public.pk}


def test_the_worker_forgets_every_hour() -> None:
    aged(91, stage=Stage.DONE)
    assert forget_people(timestamp=0) == 1


def test_everybody_can_read_what_is_kept_and_how_long(client: Client, settings: Settings) -> None:
    settings.CARTO_CONTACT_DAYS = 45
    page = client.get("/vos-donnees/").content.decode()
    assert "Adresses laissées, passages, liens secrets" in page and page.count("pas encore ici") == len(CLOCKS)
    assert "45 jours, 48 heures, 365 jours" in page and "1095 jours" in page, "what the clocks keep is read in the code"
    assert "Effacée 45 jours après la fin." in page
    assert "Effacé après 48 heures." in page and "Effacées après 24 heures." in page
    assert 'href="/vos-donnees/"' in client.get("/liste/").content.decode()


def test_every_clock_is_told_of_and_runs(settings: Settings, tmp_path: Path) -> None:
    settings.CARTO_VAR = tmp_path
    known = {each.task.name for each in app.periodic_registry.periodic_tasks.values()}
    forgets = {name for name in known if name.rpartition(".")[2].startswith(("forget", "drop_"))}
    assert forgets - OF_NOBODY <= set(CLOCKS) <= known
    assert len(list(clocks())) == len(CLOCKS)
    for name in CLOCKS:
        app.tasks[name](timestamp=0)


def test_a_connection_goes_once_it_has_run_out() -> None:
    for days in (-1, 1):
        session = SessionStore()
        session["_auth_user_id"] = "1"
        session.save()
        Session.objects.filter(pk=session.session_key).update(expire_date=timezone.now() + timedelta(days=days))
    assert app.tasks["carto.comptes.tasks.forget_sessions"](timestamp=0) == 1
    assert Session.objects.get().expire_date > timezone.now()
