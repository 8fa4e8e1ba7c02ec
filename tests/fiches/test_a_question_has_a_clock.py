"""A question is promised an answer for a day; who answers is said, late is shown, whoever asked is told."""

import uuid
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime

from carto.alertes.models import Abonnement
from carto.alertes.wording import words
from carto.fiches.models import Commentaire, Fiche, What
from carto.working_days import due_after
from tests.factories import make_territoire
from tests.people import alice, bob, charlie, denise
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db


def say(client: Client, fiche: Fiche, text: str = "Qui l’entretiendra ?", **more: object) -> object:
    """A comment, as the form sends it."""
    told = {"uuid": str(uuid.uuid4()), "kind": "question", "text": text} | more
    return client.post(f"/fiches/{fiche.uuid}/commentaires/", told)


def test_a_question_is_promised_an_answer_and_an_opinion_is_not(client: Client, settings: object) -> None:
    idee = make_idee()
    say(client, idee)
    say(client, idee, "J’aime bien.", kind="avis")
    question, opinion = Commentaire.objects.order_by("pk")
    assert question.due_at == due_after(localtime(question.created_at), 15) and opinion.due_at is None
    page = client.get(idee.get_absolute_url()).content.decode()
    assert page.count('class="clock') == 1 and "Réponse promise pour le" in page and "Qui répond : la ville" in page


def test_the_responsible_service_is_said_and_late_is_shown_plainly(client: Client) -> None:
    person = bob()
    idee = make_idee(service=person.roles.get().service)
    say(client, idee)
    Commentaire.objects.update(due_at=timezone.now() - timedelta(days=4))
    page = " ".join(client.get(idee.get_absolute_url()).content.decode().split())
    assert "Voirie avait promis de répondre" in page and "en retard de 4 jours" in page


def test_an_agent_answers_a_question_under_their_role(client: Client) -> None:
    idee = make_idee()
    say(client, idee)
    question = Commentaire.objects.get()
    agent = Client()
    agent.force_login(bob())
    page = agent.get(idee.get_absolute_url()).content.decode()
    assert "Cela répond à une question" in page and "Qui l’entretiendra" in page
    refused = say(agent, idee, "Nous.", kind="avis", answers=question.pk, named="")
    assert refused.status_code == 422 and Commentaire.objects.count() == 1
    say(agent, idee, "Le service des jardins.", kind="avis", answers=question.pk, named="agent")
    assert Commentaire.objects.get(role="agent").answers == question
    page = client.get(idee.get_absolute_url()).content.decode()
    assert "Répondu le" in page and "Répond à « Qui l’entretiendra ?" in page and "promise" not in page
    line = idee.evenements.filter(what=What.COMMENT).last()
    assert words(line) == "une question a reçu sa réponse"


def test_a_stranger_answers_nothing_and_another_fiche_s_question_is_not_there(client: Client) -> None:
    idee, other = make_idee(), make_idee()
    say(client, other)
    question = Commentaire.objects.get()
    stranger, agent = Client(), Client()
    stranger.force_login(charlie())
    say(stranger, other, "Moi !", kind="avis", answers=question.pk, named="yes")
    assert not Commentaire.objects.filter(answers__isnull=False).exists()
    agent.force_login(bob())
    assert say(agent, idee, "Non.", kind="avis", answers=question.pk, named="agent").status_code == 422


def test_a_referent_answers_where_they_are_one(client: Client) -> None:
    quartier = make_territoire()
    idee = make_idee(quartier.geom.point_on_surface)
    say(client, idee)
    browser = Client()
    browser.force_login(denise(quartier))
    say(browser, idee, "Je demande.", kind="avis", answers=Commentaire.objects.get().pk, named="referent")
    assert Commentaire.objects.get(role="referent").answers is not None


def test_whoever_asks_under_their_name_hears_of_the_answer_and_an_anonymous_leaves_no_trace() -> None:
    person = alice()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    idee, browser = make_idee(), Client()
    browser.force_login(person)
    say(browser, idee, named="")
    assert not Abonnement.objects.exists()
    say(browser, idee, "Et quand ?", named="yes")
    assert Abonnement.objects.get().person == person


def test_a_page_of_questions_asks_as_much_as_a_page_of_one(
    client: Client, django_assert_max_num_queries: object
) -> None:
    idee = make_idee()
    due: datetime = timezone.now()
    for rank in range(12):
        asked = Commentaire.objects.create(fiche=idee, kind="question", text=f"Question {rank} ?", due_at=due)
        Commentaire.objects.create(fiche=idee, text="Oui.", role="agent", answers=asked)
    with django_assert_max_num_queries(16):
        page = client.get(idee.get_absolute_url()).content.decode()
    assert page.count("Répondu le") == 10
