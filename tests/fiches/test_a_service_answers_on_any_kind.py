"""Any agent answers in their service's name on every kind of fiche; whoever follows it is told."""

from collections.abc import Callable
from datetime import time

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from carto.alertes.actions import follow_by_mail
from carto.alertes.models import Abonnement
from carto.alertes.outbox import make_messages, send_due
from carto.comptes.models import Role, RoleName, Service
from carto.fiches.models import Evenement, Fiche, What
from tests.people import alice, bob, charlie
from tests.projets.samples import make_equipement, make_idee, make_opportunite
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize(
    "make", [make_idee, make_equipement, make_opportunite, lambda: make_signalement("tags-affiches")]
)


def of(make: Callable[[], Fiche]) -> Fiche:
    return Fiche.objects.get(pk=make().pk)


def official(client: Client, fiche: Fiche, text: str = "Nous y travaillons.", **form: object) -> object:
    service = Service.objects.get(code="voirie").pk
    return client.post(f"/fiches/{fiche.uuid}/repondre/", {"text": text, "service": service} | form)


@KINDS
def test_an_agent_answers_and_the_page_says_which_service(client: Client, make: Callable[[], Fiche]) -> None:
    fiche, agent = of(make), bob()
    client.force_login(agent)
    assert "Répondre, comme service" in client.get(fiche.get_absolute_url()).content.decode()
    answer = official(client, fiche)
    assert answer.headers["Location"] == fiche.get_absolute_url()
    line = fiche.evenements.get(what=What.ANSWER)
    assert (line.actor_role, line.person, line.after) == ("agent", agent, "Voirie")
    client.logout()
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert "Nous y travaillons." in page
    assert "<strong>Réponse</strong> · Voirie" in page
    assert "Répondre, comme service" not in page


@KINDS
def test_who_follows_it_gets_a_letter_that_names_the_service(client: Client, make: Callable[[], Fiche]) -> None:
    fiche = of(make)
    follow_by_mail(fiche, "zoe@exemple.fr")
    Abonnement.objects.update(confirmed_at=timezone.now(), quiet_from=time(3), quiet_until=time(3))
    client.force_login(bob())
    official(client, fiche)
    make_messages(Evenement.objects.get(what=What.ANSWER))
    send_due(timezone.now())
    assert "une réponse est arrivée (Voirie)" in mail.outbox[-1].subject
    assert "Nous y travaillons." in mail.outbox[-1].body


def test_a_resident_does_not_answer_for_a_service_nor_an_agent_for_another(client: Client) -> None:
    fiche = of(make_idee)
    bob()
    other = Service.objects.create(code="proprete", name="Propreté")
    for person in (alice(), charlie()):
        client.force_login(person)
        assert official(client, fiche).status_code == 403
        assert "comme service" not in client.get(fiche.get_absolute_url()).content.decode()
    client.force_login(bob_again())
    assert official(client, fiche, service=other.pk).status_code == 422
    assert not fiche.evenements.filter(what=What.ANSWER).exists()


def test_an_empty_answer_is_refused_and_a_second_one_by_mistake_is_told(client: Client) -> None:
    fiche = of(make_idee)
    client.force_login(bob())
    assert official(client, fiche, "  ").status_code == 422
    assert official(client, fiche, seen="0").status_code == 302
    again = official(client, fiche, "La même chose.", seen="0")
    assert again.status_code == 409
    assert "Quelqu’un vient de répondre" in again.content.decode()
    assert "La même chose." in again.content.decode()
    Fiche.objects.update(visibility="withdrawn")
    assert official(client, fiche).status_code == 404


def bob_again() -> object:
    return Role.objects.get(name=RoleName.AGENT).user
