"""Five kinds of words on every kind of fiche, named or anonymous, once each, page by page."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.comptes.models import User
from carto.fiches.comments.actions import comment
from carto.fiches.models import FREE_KINDS, Commentaire, CommentKind, Evenement, Fiche, Visibility, What
from tests.factories import make_territoire
from tests.people import alice, bob, denise
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import make_equipement, make_idee, make_opportunite
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def said(**changes: Any) -> dict[str, Any]:
    return {"uuid": str(uuid.uuid4()), "kind": "avis", "text": "Merci d’y penser."} | changes


def send(client: Client, fiche: Fiche, **changes: Any) -> Any:
    return client.post(f"/fiches/{fiche.uuid}/commentaires/", said(**changes))


@pytest.mark.parametrize("make", [make_signalement, make_idee, make_equipement, make_opportunite])
def test_every_kind_of_fiche_takes_every_kind_of_words(client: Client, make: Callable[..., Fiche]) -> None:
    fiche = make()
    for kind in FREE_KINDS:
        answer = send(client, fiche, kind=kind, text=f"Mots : {kind}.")
        assert answer.url.startswith(fiche.get_absolute_url())
    for kind in set(CommentKind) - set(FREE_KINDS):
        assert send(client, fiche, kind=kind).status_code == 422, "said in the threads of a topic, and nowhere else"
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert all(f"Mots : {kind}." in page for kind in FREE_KINDS)
    assert page.index("Mots : question.") < page.index("Mots : source.")


def test_the_same_words_sent_twice_are_said_once(client: Client) -> None:
    fiche, form = make_signalement(), said()
    for _turn in range(2):
        assert client.post(f"/fiches/{fiche.uuid}/commentaires/", form).status_code == 302
    assert Commentaire.objects.count() == 1
    assert fiche.evenements.filter(what=What.COMMENT).count() == 1


def test_whoever_stays_anonymous_is_known_by_nothing(client: Client) -> None:
    person, fiche = alice(), make_signalement()
    client.force_login(person)
    send(client, fiche)
    send(client, fiche, named="yes")
    anonymous, signed = Commentaire.objects.order_by("pk")
    assert (anonymous.author, signed.author, signed.role) == (None, person, "resident")
    assert not Evenement.objects.exclude(person=None).exists()
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert page.count("anonyme</span>") == 1


def test_an_agent_and_a_referente_speak_as_such_only_where_they_are(client: Client) -> None:
    quartier = make_territoire(COURS_DES_50_OTAGES)
    fiche = make_signalement()
    client.force_login(bob(fiche.service))
    send(client, fiche, named="agent", text="Nous passons mardi.")
    assert send(client, fiche, named="referent").status_code == 422
    client.force_login(denise(quartier))
    send(client, fiche, named="referent", text="J’y veille.")
    client.logout()
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert "un agent de la ville" in page and "référent de quartier" in page and "Denise R." in page
    assert "Bob" not in page, "a service answers, not a named agent"
    Fiche.objects.update(quartier=None)
    client.force_login(User.objects.get(email="denise@exemple.fr"))
    assert send(client, fiche, named="referent").status_code == 422, "it is no longer in her quartier"


def test_a_stranger_cannot_sign_as_an_agent(client: Client) -> None:
    fiche = make_signalement()
    send(client, fiche, named="agent")
    stored = Commentaire.objects.get()
    assert (stored.author, stored.role) == (None, "resident")


def test_refused_words_are_kept(client: Client) -> None:
    fiche = make_signalement()
    answer = send(client, fiche, kind="injure", text="Mon avis <b>net</b>.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mon avis &lt;b&gt;net&lt;/b&gt;." in page
    assert send(client, fiche, text="").status_code == 422
    assert send(client, fiche, text="x" * 2001).status_code == 422
    assert not Commentaire.objects.exists()


@pytest.mark.parametrize("visibility", ["waiting", "draft", "withdrawn", "binned"])
def test_nobody_speaks_on_what_is_not_public(client: Client, visibility: str) -> None:
    fiche = make_signalement()
    Fiche.objects.update(visibility=visibility)
    assert send(client, fiche).status_code == 404


def test_words_that_wait_for_a_look_are_neither_shown_nor_announced(client: Client) -> None:
    fiche = make_signalement()
    comment(fiche, "À relire.", uuid=uuid.uuid4(), kind="avis", visibility=Visibility.WAITING)
    assert "À relire." not in client.get(fiche.get_absolute_url()).content.decode()
    assert not fiche.evenements.filter(what=What.COMMENT).exists()


def test_a_page_of_them_costs_the_same_for_two_and_for_twenty_and_the_rest_comes_after(client: Client) -> None:
    fiche, person = make_signalement(), alice()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(fiche.get_absolute_url()).status_code == 200
        return len(queries)

    def fill(first: int, end: int) -> None:
        at = timezone.now()
        for rank in range(first, end):
            Commentaire.objects.create(
                fiche=fiche, text=f"Mot {rank}.", author=person, created_at=at + timedelta(seconds=rank)
            )

    fill(0, 2)
    few = cost()
    fill(2, 25)
    assert cost() == few
    assert "Mot 19." in client.get(fiche.get_absolute_url()).content.decode()
    second = client.get(f"{fiche.get_absolute_url()}?commentaires=2").content.decode()
    assert "Mot 20." in second and "Mot 19." not in second
    assert client.get(f"{fiche.get_absolute_url()}?commentaires=zz").status_code == 200
