"""Noting, giving, taking, pressing, sorting again, moving: with a trace, and never over a colleague's head."""

import pytest
from django.core import mail
from django.test import Client

from carto.comptes.models import RoleName, Service
from carto.fiches.models import What
from carto.fiches.own.actions import seen
from signalements.desk.actions import HANDS, PRESSING, SORTED
from signalements.desk.jobs import tell_assignee
from signalements.models import Categorie, Signalement
from tests.people import bob, charlie, emile
from tests.places import ILE_DE_NANTES
from tests.signalements.desk.samples import case, do, make_crew
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


@pytest.fixture
def signalement() -> Signalement:
    return make_signalement()


@pytest.fixture
def agent(client: Client, signalement: Signalement) -> object:
    person = bob(signalement.service)
    client.force_login(person)
    return person


def last(signalement: Signalement) -> object:
    return signalement.evenements.last()


def test_a_note_is_for_the_services_alone_and_an_empty_one_is_refused(
    client: Client, signalement: Signalement, agent: object
) -> None:
    assert do(client, signalement, "noter", note="Voir avec le gaz.").status_code == 302
    line = last(signalement)
    assert (line.what, line.actor_role, line.person, line.private_text) == (
        "noted",
        "agent",
        agent,
        "Voir avec le gaz.",
    )
    assert line.public_text == ""
    assert do(client, signalement, "noter", note="  ").status_code == 422


def test_it_is_given_to_somebody_of_the_service_who_gets_a_letter(
    client: Client, signalement: Signalement, agent: object
) -> None:
    colleague = emile(crew=make_crew())
    assert do(client, signalement, "confier", *HANDS, to=f"p{colleague.pk}").status_code == 302
    held = Signalement.objects.get()
    assert (held.assignee, held.crew) == (colleague, make_crew())
    assert last(signalement).private_text == "De tout le service à Émile, Équipe enrobes."
    tell_assignee(held.pk, colleague.pk)
    assert mail.outbox[0].to == ["emile@exemple.fr"]
    assert case(held) in mail.outbox[0].body
    assert do(client, signalement, "confier", *HANDS, to="").status_code == 302
    assert Signalement.objects.get().assignee is None
    tell_assignee(held.pk, colleague.pk)  # given back meanwhile: no letter
    assert len(mail.outbox) == 1


def test_it_is_given_to_a_crew_and_neither_to_a_stranger_nor_to_another_service(
    client: Client, signalement: Signalement, agent: object
) -> None:
    assert do(client, signalement, "confier", *HANDS, to=f"e{make_crew().pk}").status_code == 302
    assert Signalement.objects.get().crew == make_crew()
    for stranger in (f"p{charlie().pk}", f"e{make_crew('balayage', 'proprete').pk}", "p999999", "x"):
        assert do(client, signalement, "confier", *HANDS, to=stranger).status_code == 422
    assert Signalement.objects.get().crew == make_crew()


def test_two_take_it_at_once_and_the_slower_is_told(client: Client, signalement: Signalement, agent: object) -> None:
    page_opened = seen(signalement, *HANDS)
    colleague = emile(crew=make_crew())
    Signalement.objects.filter(pk=signalement.pk).update(assignee=colleague)
    answer = client.post(case(signalement, "prendre/"), {"seen": page_opened})
    assert answer.status_code == 409
    assert "Quelqu’un a été plus rapide" in answer.content.decode()
    assert Signalement.objects.get().assignee == colleague
    assert do(client, signalement, "prendre", *HANDS).status_code == 302  # on purpose, now
    assert Signalement.objects.get().assignee == agent
    lines = signalement.evenements.filter(what=What.ASSIGNED).count()
    assert do(client, signalement, "prendre", *HANDS).status_code == 302
    assert signalement.evenements.filter(what=What.ASSIGNED).count() == lines


def test_the_priority_is_the_services_own(client: Client, signalement: Signalement, agent: object) -> None:
    assert do(client, signalement, "priorite", *PRESSING, priority="1").status_code == 302
    assert Signalement.objects.get().priority == 1
    assert last(signalement).private_text == "De « normale » à « pressante »."
    assert "pressante" not in client.get(signalement.get_absolute_url()).content.decode()
    assert do(client, signalement, "priorite", *PRESSING, priority="7").status_code == 422


def test_another_category_changes_service_promise_and_title_and_says_why(
    client: Client, signalement: Signalement, agent: object
) -> None:
    Signalement.objects.filter(pk=signalement.pk).update(assignee=agent)
    tags = Categorie.objects.get(code="tags-affiches")
    answer = do(client, signalement, "categorie", *SORTED, categorie=tags.pk)
    assert answer.headers["Location"] == signalement.get_absolute_url()  # no longer this agent's
    held = Signalement.objects.get()
    assert (held.categorie, held.service, held.theme, held.title) == (tags, tags.service, tags.theme, tags.name)
    assert held.assignee is None
    told = last(signalement).public_text
    assert "Catégorie : « Tag ou affiche sauvage », et non « Trou dans la chaussée »." in told
    assert "Reçu maintenant par : Propreté." in told


def test_the_pin_is_moved_by_an_address_or_a_point_and_the_line_says_the_agent_did_it(
    client: Client, signalement: Signalement, agent: object
) -> None:
    there = {"longitude": str(ILE_DE_NANTES.x), "latitude": str(ILE_DE_NANTES.y)}
    stale = client.post(case(signalement, "deplacer/"), there | {"seen": "hier"})
    assert stale.status_code == 409
    assert client.get(case(signalement, "deplacer/")).status_code == 200
    answer = client.post(case(signalement, "deplacer/"), there | {"seen": seen(signalement, "geom")})
    assert answer.status_code == 302
    assert Signalement.objects.get().geom.equals_exact(ILE_DE_NANTES, 1e-6)
    line = last(signalement)
    assert (line.what, line.actor_role) == (What.MOVED, RoleName.AGENT)


def test_an_unknown_action_is_not_there_and_reading_one_does_nothing(
    client: Client, signalement: Signalement, agent: object
) -> None:
    assert client.post(case(signalement, "effacer/")).status_code == 404
    assert client.get(case(signalement, "prendre/")).status_code == 405
    Signalement.objects.filter(pk=signalement.pk).update(service=Service.objects.get(code="proprete"))
    assert client.post(case(signalement, "noter/"), {"note": "Perdu."}).status_code == 404
