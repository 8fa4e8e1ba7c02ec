"""Carrying, setting aside, writing the sheet: who may, who is told to sign in, who is refused, who finds nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from carto.comptes.models import Role, RoleName, User
from carto.territoires.models import Territoire
from projets.opportunites.models import Candidat, Opportunite
from tests.factories import make_territoire
from tests.people import alice, bob, denise
from tests.places import CHATEAU, REZE
from tests.projets.referents.samples import in_days, make_candidat, make_topic

pytestmark = pytest.mark.django_db
WHY = {"reason": "C’est le moment."}
ASIDE = WHY | {"until": in_days(30)}


def _past(quartier: Territoire) -> User:
    person = denise(quartier)
    Role.objects.filter(user=person).update(until=localdate() - timedelta(days=1))
    return person


def _admin(_quartier: Territoire) -> User:
    person = User.objects.create_user("admin@exemple.fr", name="Administration")
    Role.objects.create(user=person, name=RoleName.ADMIN)
    return person


PEOPLE: dict[str, tuple[Callable[[Territoire], User | None], int]] = {
    "a stranger": (lambda _quartier: None, 302),
    "a resident": (lambda _quartier: alice(), 403),
    "the référente of here": (denise, 200),
    "a référente of elsewhere": (lambda _quartier: denise(make_territoire(REZE, name="Rezé", code="R")), 404),
    "an expired mandate": (_past, 403),
    "an agent": (lambda _quartier: bob(), 200),
    "an agent of elsewhere": (lambda _quartier: bob(territoire=make_territoire(REZE, name="Rezé", code="R")), 404),
    "an admin": (_admin, 403),
}
each_person = pytest.mark.parametrize(("who", "status"), PEOPLE.values(), ids=PEOPLE)


@each_person
def test_acts_on_candidates_and_topics(client: Client, who: Callable[..., Any], status: int) -> None:
    quartier = make_territoire(CHATEAU)
    candidat, topic = make_candidat(quartier), make_topic()
    if person := who(quartier):
        client.force_login(person)
    pages = (
        f"/referent/candidates/{candidat.pk}/porter/", f"/referent/candidates/{candidat.pk}/mettre-de-cote/",
        f"/referent/sujets/{topic.uuid}/porter/", f"/referent/sujets/{topic.uuid}/mettre-de-cote/",
    )  # fmt: skip
    assert [client.get(page).status_code for page in pages] == [status] * len(pages)
    done = 302 if status in {200, 302} else status
    assert client.post(pages[3], ASIDE).status_code == done
    assert (Opportunite.objects.get(pk=topic.pk).status == "set_aside") is (status == 200)
    assert client.post(pages[0], WHY | {"title": "Des arbres", "question": "Où ?"}).status_code == done
    assert Candidat.objects.filter(opportunite=None).exists() is (status != 200)


@each_person
def test_the_sheet_is_written_by_whoever_carries(client: Client, who: Callable[..., Any], status: int) -> None:
    quartier = make_territoire(CHATEAU)
    person = who(quartier)
    topic = make_topic(status="carried", carrier=alice() if person is None else User.objects.first())
    if person:
        client.force_login(person)
    carries = status == 200 and person.roles.filter(name=RoleName.REFERENT).exists()
    expected = status if status != 200 or carries else 404  # another service, or nobody's own, carries it
    assert client.get(f"/opportunites/{topic.uuid}/ouverture/").status_code == expected
    assert client.post(f"/opportunites/{topic.uuid}/ouvrir/").status_code == (422 if carries else expected)


def test_a_service_writes_the_sheet_of_what_it_carries_and_the_next_referent_goes_on(client: Client) -> None:
    quartier = make_territoire(CHATEAU)
    agent = bob()
    of_service = make_topic(status="carried", carrier=agent, carrier_service=agent.roles.get().service)
    of_person = make_topic(status="carried", carrier=_past(quartier))
    client.force_login(agent)
    assert client.get(f"/opportunites/{of_service.uuid}/ouverture/").status_code == 200
    assert client.get(f"/opportunites/{of_person.uuid}/ouverture/").status_code == 404
    after = User.objects.create_user("suivante@exemple.fr", name="Suivante")
    Role.objects.create(user=after, name=RoleName.REFERENT, territoire=quartier)
    client.force_login(after)
    assert client.get(f"/opportunites/{of_person.uuid}/ouverture/").status_code == 200
    assert client.get(f"/opportunites/{of_service.uuid}/ouverture/").status_code == 404
    assert client.get(f"/opportunites/{make_topic().uuid}/ouverture/").status_code == 404, "nobody carries it yet"


def test_what_concerns_the_whole_metropole_is_no_single_quartier_s(client: Client) -> None:
    quartier = make_territoire(CHATEAU)
    client.force_login(denise(quartier))
    assert client.get(f"/referent/sujets/{make_topic(scale='metropole').uuid}/porter/").status_code == 404
    assert client.get(f"/referent/candidates/{make_candidat(quartier).pk}/jeter/").status_code == 404
    assert client.get("/referent/candidates/999999999999999999999/porter/").status_code == 404
