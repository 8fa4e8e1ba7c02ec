"""What grew from a complaint is there: whoever reported hears of it by mail, whatever hands it went through."""

import pytest
from django.test import Client

from carto.fiches.actions import submit
from carto.fiches.growing.actions import grow
from carto.fiches.models import What
from projets.actions import change_status
from projets.idees.models import Idee
from projets.idees.workflow import WORKFLOW
from signalements.actions import prepare
from signalements.joining import join
from signalements.models import Categorie, Signalement
from tests.alertes.conftest import Clock
from tests.alertes.postbox import Postbox, Worker, header, text_of
from tests.people import bob
from tests.places import CHATEAU
from tests.projets.samples import make_idee
from tests.signalements.samples import load_content

pytestmark = pytest.mark.django_db


def _reported(name: str) -> Signalement:
    categorie = Categorie.objects.select_related("service", "theme").get(code="mobilier-casse")
    sent = submit(prepare(categorie, geom=CHATEAU), email=f"{name}@exemple.fr")
    return Signalement.objects.get(pk=sent.fiche.pk)


def _idea(title: str = "Un banc à l’ombre") -> Idee:
    made = make_idee(title=title)
    made.refresh_from_db()
    return made


def _deliver(idee: Idee) -> None:
    change_status(idee, "chosen", WORKFLOW, role="agent", public_text="Retenue.")
    change_status(idee, "delivered", WORKFLOW, role="agent", person=bob(), public_text="Le banc est posé.")


@pytest.fixture
def reported(worker: Worker, postbox: Postbox, clock: Clock) -> list[Signalement]:
    """Alice's and Inès' reports, and Louis', which is joined to Inès'."""
    load_content()
    sent = [_reported(name) for name in ("alice", "ines", "louis")]
    join(sent[2], sent[1], role="resident")
    worker.work()
    postbox.messages.clear()
    return sent


def test_each_reporter_is_written_to_when_a_proposal_is_born_and_when_it_is_there(
    client: Client, reported: list[Signalement], postbox: Postbox, worker: Worker
) -> None:
    idee = _idea()
    grow(idee, reported)
    worker.work()
    everybody = ["alice@exemple.fr", "ines@exemple.fr", "louis@exemple.fr"]
    assert sorted(letter["To"] for letter in postbox.messages) == everybody
    assert all("une proposition en est née" in header(letter, "Subject") for letter in postbox.messages)
    assert all(idee.number in text_of(letter) for letter in postbox.messages)
    postbox.messages.clear()
    _deliver(idee)
    worker.work()
    assert sorted(letter["To"] for letter in postbox.messages) == everybody
    for letter in postbox.messages:
        assert "ce qui en est né est réalisé" in header(letter, "Subject")
        assert "Un banc à l’ombre" in text_of(letter) and "Le banc est posé." in text_of(letter)
    for signalement in reported:
        line = signalement.evenements.get(what=What.DELIVERED)
        assert (line.actor_role, line.person) == ("agent", None)
        assert "Le banc est posé." in client.get(signalement.get_absolute_url()).content.decode()


def test_through_an_idea_that_took_it_further(reported: list[Signalement], postbox: Postbox, worker: Worker) -> None:
    first, second = _idea(), _idea("Deux bancs et un arbre")
    grow(first, reported[:1])
    grow(second, [first])
    worker.work()
    postbox.messages.clear()
    _deliver(second)
    worker.work()
    assert [letter["To"] for letter in postbox.messages] == ["alice@exemple.fr"]
    assert first.evenements.filter(what=What.DELIVERED).count() == 1


def test_two_that_grew_from_each_other_are_told_once_and_end(reported: list[Signalement], worker: Worker) -> None:
    first, second = _idea(), _idea()
    grow(first, [second, reported[0]])
    grow(second, [first])
    _deliver(first)
    assert second.evenements.filter(what=What.DELIVERED).count() == 1
    assert not first.evenements.filter(what=What.DELIVERED).exists()
