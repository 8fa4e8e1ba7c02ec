"""What each contribution has become is said to its author and to everybody; those without an answer are named."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from carto.alertes.actions import follow_by_mail
from carto.comptes.models import User
from carto.fiches.growing.actions import grow
from carto.fiches.models import Commentaire, Lien
from projets.opportunites.deciding.letters import write_to_author
from projets.opportunites.models import Opportunite, Reponse
from tests.people import alice, charlie
from tests.projets.deciding.samples import last, signed_in
from tests.projets.samples import make_idee

SAID = {"verdict": "partly", "reason": "Deux bancs sur trois : le troisième gêne les secours."}


@pytest.fixture
def topic(client: Client, db: None) -> Opportunite:
    """In its last phase, carried by Denise who is signed in."""
    return signed_in(client)


@pytest.fixture
def person() -> User:
    """Alice, whose address is known to be hers."""
    person = alice()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def say(topic: Opportunite, text: str, author: User | None = None, **fields: object) -> Commentaire:
    """Words said of it."""
    return Commentaire.objects.create(fiche=topic, text=text, author=author, **fields)


def test_ideas_and_words_are_listed_and_several_answered_at_once(
    client: Client, topic: Opportunite, person: User
) -> None:
    idea, joined = make_idee(author=person), make_idee(title="Un autre banc", author=charlie())
    Lien.objects.create(source=joined, target=idea, kind="merged", role="resident")
    grow(topic, [idea])
    words = say(topic, "Des bancs avec un dossier.", person)
    say(topic, "Et de l’eau.", kind="avis"), say(topic, "Nous y pensons.", role="agent")
    answered = say(topic, "Quand ?", kind="question", due_at=topic.created_at)
    say(topic, "En mai.", role="referent", answers=answered), say(topic, "Caché.", visibility="waiting")
    address = f"/opportunites/{topic.uuid}/reponses/"
    page = Client().get(address).content.decode()
    assert "4 contributions attendent la leur" in page and "1 anonyme" in page and "Alice L." in page
    assert "En mai." not in page and "Caché." not in page and 'name="quoi"' not in page
    assert "4 contributions sans réponse" in Client().get(topic.get_absolute_url()).content.decode()
    assert Client().post(address, SAID).status_code == 403
    assert client.post(address, SAID).status_code == 422, "nothing was chosen"
    both = SAID | {"quoi": [f"fiche-{idea.pk}", f"mot-{words.pk}", "mot-0", "x"]}
    empty = client.post(address, both | {"reason": " "})
    assert empty.status_code == 422 and f'value="mot-{words.pk}" checked' in empty.content.decode()
    assert client.post(address, both).status_code == 302
    assert Reponse.objects.count() == 3, "what is joined to an idea has its answer with it"
    assert {answer.by.name for answer in Reponse.objects.all()} == {"Denise R."}
    for fiche in (idea, joined):
        line = fiche.evenements.filter(what="answer").get()
        assert topic.number in line.public_text and "le troisième gêne les secours" in line.public_text
    assert "3 contributions ont leur réponse : retenue en partie" in last(topic, "answer").public_text
    page = Client().get(address).content.decode()
    assert "1 contribution attend la sienne" in page and "retenue en partie" in page


def test_whoever_signed_words_has_one_letter_and_followers_none_besides(topic: Opportunite, person: User) -> None:
    told = {"opportunite": topic, "verdict": "not_taken", "reason": "Le sol n’y porte pas.", "role": "referent"}
    signed = Reponse.objects.create(commentaire=say(topic, "Un bassin.", person), **told)
    unsigned = Reponse.objects.create(commentaire=say(topic, "Une fontaine."), **told)
    assert [write_to_author(each) for each in (signed.pk, unsigned.pk, 0)] == [True, False, False]
    letter = mail.outbox[0]
    assert letter.to == [person.email] and topic.title in letter.subject
    for said in ("Un bassin.", "pas retenue", "Le sol n’y porte pas.", f"/opportunites/{topic.uuid}/reponses/"):
        assert said in letter.body
    again = Reponse.objects.create(commentaire=say(topic, "Et un banc.", person), **told)
    assert write_to_author(signed.pk, again.pk, unsigned.pk)
    both = mail.outbox[1].body
    assert "Un bassin." in both and "Et un banc." in both and "Une fontaine." not in both
    follow_by_mail(topic, person.email, person=person)
    assert not write_to_author(signed.pk), "who follows the topic hears of it already"


def test_the_list_costs_the_same_for_two_and_for_twelve(
    topic: Opportunite, person: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for many in (2, 10):
        for rank in range(many):
            say(topic, f"Idée {many}-{rank}", person if rank % 2 else None)
        with django_assert_max_num_queries(5):
            Client().get(f"/opportunites/{topic.uuid}/reponses/")
