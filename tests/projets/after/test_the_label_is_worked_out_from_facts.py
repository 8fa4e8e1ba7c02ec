"""Eleven points, each held or not by what is stored alone: nobody can tick one, everybody reads why."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from carto.fiches.models import Lien, LienKind
from projets.opportunites.after.facts import Facts
from projets.opportunites.after.label import CHECKPOINTS, label_of
from projets.opportunites.models import Decision, Ecart, Interpellation, Jalon, Opportunite, Reponse, Reunion
from projets.opportunites.workflow import PHASES
from tests.factories import make_territoire
from tests.people import alice, denise
from tests.places import CHATEAU
from tests.projets.after.samples import (
    ago,
    build,
    count_consultation,
    decide,
    delivered_topic,
    keep_sheet,
    meet_after,
    pass_gate,
    say,
    step,
)
from tests.projets.referents.samples import make_topic
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db


def states(topic: Opportunite) -> dict[str, str]:
    """Each point's code, and how it stands now."""
    return {line.checkpoint.code: line.proof.state.value for line in label_of(Facts.of(topic)).lines}


def _gates(topic: Opportunite) -> None:
    for rank, phase in enumerate(PHASES):
        pass_gate(topic, phase, 75 - 13 * rank)


def _root(topic: Opportunite, *, answered: bool) -> None:
    idea = make_idee(CHATEAU)
    Lien.objects.create(source=topic, target=idea, kind=LienKind.GREW_FROM, role="referent")
    if answered:
        Reponse.objects.create(
            opportunite=topic, fiche=idea, verdict="taken", reason="Elle l’a fait naître.", role="agent"
        )


def _ask(topic: Opportunite, *, answered: float) -> None:
    """A question promised for five days ago, answered so many days ago."""
    question = say(topic, 20, "Quand ?", kind="question", due_at=ago(5))
    say(topic, answered, "En mai.", role="agent", answers=question)


def _step_done(topic: Opportunite, late: int, text: str = "") -> None:
    due = ago(20).date()
    Jalon.objects.create(opportunite=topic, title="Planter", due_on=due, done_on=due + timedelta(days=late), text=text)


def _sheet_after_words(topic: Opportunite) -> None:
    say(topic, 90)
    keep_sheet(topic, 80)


def _sheet_with_a_hole(topic: Opportunite) -> None:
    keep_sheet(topic, 99), keep_sheet(topic, 95, legal=" ")
    count_consultation(topic, 20)


def _departure(topic: Opportunite, reason: str) -> None:
    draft = decide(topic, taken_at=None, consequences="", consequences_at=None)
    Ecart.objects.create(decision=draft, chosen="La halle", decided="L’école", reason=reason)
    Decision.objects.filter(pk=draft.pk).update(taken_at=ago(30))


# (code, what makes it held, what makes it not held) of a topic that is delivered.
TABLE: list[tuple[str, Callable[[Opportunite], object], Callable[[Opportunite], object]]] = [
    ("ouverture", lambda t: (keep_sheet(t, 95), say(t, 90)), _sheet_after_words),
    ("ouverture", lambda t: (say(t, 200), keep_sheet(t, 95)), _sheet_with_a_hole),  # said before anybody carried it
    ("echelles", lambda t: count_consultation(t, 20).areas.set(_two_quartiers()), lambda t: None),
    ("masse", lambda t: count_consultation(t, 10), lambda t: count_consultation(t, 9)),
    (
        "masse",
        lambda t: (count_consultation(t, 9), count_consultation(t, 30)),
        lambda t: count_consultation(t, 500, "0"),
    ),
    ("passages", _gates, lambda t: pass_gate(t, "diagnosis", 75)),
    ("decision", lambda t: _departure(t, "L’école est vide."), lambda t: None),
    ("decision", decide, lambda t: decide(t, taken_at=None, consequences="", consequences_at=None)),
    ("annonces", decide, lambda t: decide(t, announced_at=ago(29))),
    ("annonces", decide, lambda t: decide(t, consequences="", consequences_at=None)),
    ("reponses", lambda t: _root(t, answered=True), lambda t: _root(t, answered=False)),
    ("questions", lambda t: _ask(t, answered=6), lambda t: _ask(t, answered=4)),
    ("cout", build, lambda t: build(t, kind="estimated")),
    ("cout", lambda t: build(t, kind="paid"), lambda t: build(t, amount=None)),
    ("etapes", lambda t: _step_done(t, 4, "Il a gelé."), lambda t: _step_done(t, 4)),
    ("apres", meet_after, lambda t: meet_after(t, told=False)),
]


def _two_quartiers() -> list[object]:
    return [make_territoire(CHATEAU, name=name, code=name) for name in ("Centre", "Île")]


@pytest.mark.parametrize(("code", "held", "missed"), TABLE)
def test_each_point_is_held_or_not_by_what_is_stored(
    code: str, held: Callable[[Opportunite], object], missed: Callable[[Opportunite], object]
) -> None:
    good, bad = delivered_topic(), delivered_topic()
    held(good), missed(bad)
    assert (states(good)[code], states(bad)[code]) == ("tenu", "pas_tenu")


def test_a_skipped_phase_is_held_by_a_signed_reason_alone() -> None:
    def skipping(text: str, *, signed: bool) -> str:
        topic = make_topic()
        step(topic, "diagnosis", 20)
        pass_gate(topic, "diagnosis", 15)
        step(topic, "contribution", 10, text=text, by=person if signed else None)
        return states(topic)["passages"]

    person = alice()
    assert skipping("Personne n’a d’expertise à offrir.", signed=True) == "tenu"
    assert {skipping("", signed=True), skipping("Parce que.", signed=False)} == {"pas_tenu"}


def test_going_back_to_a_phase_asks_for_its_gate_again() -> None:
    topic = make_topic()
    step(topic, "diagnosis", 30)
    pass_gate(topic, "diagnosis", 25)
    step(topic, "expertise", 20)
    assert states(topic)["passages"] == "tenu"
    step(topic, "diagnosis", 15)
    step(topic, "expertise", 10)
    assert states(topic)["passages"] == "pas_tenu"


def test_a_question_of_many_counts_as_one_of_a_person() -> None:
    topic = delivered_topic()
    asked = {"decision": decide(topic), "needed": 5, "due_at": ago(3)}
    Interpellation.objects.create(**asked, answer="Parce que.", outcome="kept", answered_at=ago(4))
    assert states(topic)["questions"] == "tenu"
    Interpellation.objects.create(**asked)
    assert states(topic)["questions"] == "pas_tenu"


def test_what_cannot_be_told_yet_is_neither_held_nor_missed() -> None:
    topic = make_topic()
    step(topic, "diagnosis", 3)
    label = label_of(Facts.of(topic))
    assert (label.met, label.unmet, label.pending) == (0, 0, len(CHECKPOINTS)) and not label.whole


def test_all_of_them_make_the_label_and_a_stranger_reads_each_proof(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    topic = delivered_topic()
    keep_sheet(topic, 95), say(topic, 90), _gates(topic), _root(topic, answered=True), _ask(topic, answered=6)
    said = topic.commentaires.get(kind="avis", role="resident")
    Reponse.objects.create(opportunite=topic, commentaire=said, verdict="partly", reason="Une partie.", role="agent")
    count_consultation(topic, 25).areas.set(_two_quartiers())
    decide(topic), build(topic), _step_done(topic, 0), meet_after(topic)
    with django_assert_num_queries(1):
        assert label_of(Facts.of(topic)).whole
    page = client.get(f"/opportunites/{topic.uuid}/label/").content.decode()
    for proof in ("11 points tenus sur 11", "Signée par L’adjointe", "Les arbres du château", "14 personnes"):
        assert proof in page, proof
    told = client.get(f"/opportunites/{topic.uuid}/label.json").json()
    assert (told["tenus"], told["sur"], told["label"], told["sujet"]) == (11, 11, True, topic.number)
    assert {point["etat"] for point in told["points"]} == {"tenu"}
    assert "11 points tenus sur 11" in client.get(topic.get_absolute_url()).content.decode()
    rule = client.get("/opportunites/label/").content.decode()
    assert all(f'id="{each.code}"' in rule for each in CHECKPOINTS)


def test_nobody_ticks_a_box(client: Client) -> None:
    topic = make_topic()
    client.force_login(denise(make_territoire(CHATEAU)))
    for address in (f"/opportunites/{topic.uuid}/label/", f"/opportunites/{topic.uuid}/label.json"):
        assert client.post(address, {"ouverture": "tenu"}).status_code == 405
    assert not [name for name in connection.introspection.table_names() if "label" in name]
    topic.visibility = "binned"
    topic.save(update_fields=["visibility"])
    assert client.get(f"/opportunites/{topic.uuid}/label/").status_code == 404


def test_an_after_that_is_planned_is_not_missed_yet() -> None:
    topic = delivered_topic()
    told = {"opportunite": topic, "kind": Reunion.Kind.AFTER, "place": "ici", "role": "referent"}
    Reunion.objects.create(at=timezone.now() + timedelta(days=4), **told)
    assert states(topic)["apres"] == "pas_encore"
