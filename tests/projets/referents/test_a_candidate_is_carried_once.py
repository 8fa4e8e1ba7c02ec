"""A candidate becomes a topic with its place, what was counted, and the ideas it grew from; once, whoever is faster."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from carto.fiches.models import LienKind
from projets.opportunites.models import Candidat, Opportunite
from projets.opportunites.referents.actions import Taken, carry_candidate
from projets.opportunites.referents.rights import Hand
from tests.factories import make_territoire, make_theme
from tests.people import bob, denise
from tests.places import CHATEAU
from tests.projets.referents.samples import make_candidat
from tests.projets.samples import make_idee

TOLD = {"title": "Des arbres au château", "question": "Où planter ?", "reason": "Douze voisins le disent."}


@pytest.mark.django_db
def test_it_takes_along_all_that_it_is_and_a_stranger_reads_it(client: Client) -> None:
    quartier, theme = make_territoire(CHATEAU), make_theme("espaces-verts")
    candidat = make_candidat(quartier, theme=theme, repeats=None)
    near, other = make_idee(CHATEAU, theme=theme), make_idee(CHATEAU, theme=make_theme("voirie"))
    client.force_login(denise(quartier))
    page = f"/referent/candidates/{candidat.pk}/porter/"
    assert "pas de donnée" in client.get(page).content.decode()
    refused = client.post(page, TOLD | {"reason": " "})
    assert refused.status_code == 422
    assert "Des arbres au château" in refused.content.decode(), "what was typed stays"
    answer = client.post(page, TOLD)
    topic = Opportunite.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, topic.get_absolute_url())
    assert (topic.scale, topic.theme, topic.geom, topic.status, topic.put_by) == (
        "quartier", theme, CHATEAU, "carried", "computed",
    )  # fmt: skip
    assert (topic.counted["people"], topic.counted["repeats"], topic.counted["formula"]) == (12.0, None, 1)
    assert topic.referent == "Denise R., référent de quartier"
    assert [lien.target_id for lien in topic.liens.filter(kind=LienKind.GREW_FROM)] == [near.pk]
    assert near.evenements.filter(what="taken_up").exists() and not other.evenements.exists()
    step = topic.evenements.get(what="status")
    assert (step.before, step.after, step.actor_role, step.person.name) == (
        "spotted", "carried", "referent", "Denise R.",
    )  # fmt: skip
    again = client.post(page, TOLD)
    assert again.status_code == 409 and topic.get_absolute_url() in again.content.decode()
    client.logout()
    told = client.get(topic.get_absolute_url()).content.decode()
    for said in ("Douze voisins le disent.", "63 points sur 100, formule 1", "la carte elle-même", "pas de donnée"):
        assert said in told


@pytest.mark.django_db
def test_a_service_carries_too(client: Client) -> None:
    candidat = make_candidat(make_territoire(CHATEAU))
    client.force_login(bob())
    client.post(f"/referent/candidates/{candidat.pk}/porter/", TOLD)
    topic = Opportunite.objects.get()
    assert (topic.referent, topic.carrier_service.code) == ("Voirie", "voirie")
    assert topic.evenements.get(what="status").actor_role == "agent"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_carries_it_and_the_other_is_told(client: Client) -> None:
    quartier = make_territoire(CHATEAU)
    candidat, hand, ready = make_candidat(quartier), Hand(denise(quartier), "referent"), Barrier(2)

    def carry(_rank: int) -> str:
        try:
            ready.wait(timeout=20)
            carry_candidate(candidat, hand, **TOLD)
        except Taken as late:
            return f"taken {late.topic.pk}"
        finally:
            connection.close()
        return "carried"

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(carry, range(2)))
    topic = Opportunite.objects.get()
    assert said == ["carried", f"taken {topic.pk}"]
    assert Candidat.objects.get().opportunite == topic
