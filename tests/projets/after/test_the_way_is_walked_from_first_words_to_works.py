"""From the first complaint to the works and their cost, drawn and listed; circles end, what is gone is only named."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from carto.fiches.models import Fiche, Lien, LienKind, Soutien
from projets.opportunites.after.lineage.drawing import MOST, drawing_of
from projets.opportunites.after.lineage.graph import graph_of
from projets.opportunites.after.lineage.listing import before, since
from projets.opportunites.models import Opportunite
from tests.factories import make_fiche
from tests.people import alice
from tests.places import CHATEAU
from tests.projets.after.samples import build, count_consultation, decide
from tests.projets.referents.samples import make_topic
from tests.projets.samples import make_cout, make_idee

pytestmark = pytest.mark.django_db


def tie(source: Fiche, target: Fiche, kind: str = LienKind.GREW_FROM, **fields: object) -> Lien:
    """One link."""
    return Lien.objects.create(source=source, target=target, kind=kind, role="resident", **fields)


@pytest.fixture
def topic() -> Opportunite:
    """A complaint, joined by another, gave an idea, which gave a topic: chosen, decided, built."""
    complaint, twin = make_fiche(CHATEAU, title="Plus un banc"), make_fiche(CHATEAU, title="Nulle part où s’asseoir")
    idea = make_idee(CHATEAU, title="Des bancs au château", author=alice())
    Soutien.objects.create(fiche=idea, kind="too", mark="x")
    topic = make_topic(status="delivered")
    tie(twin, complaint, LienKind.DUPLICATES), tie(idea, complaint), tie(topic, idea)
    count_consultation(topic, 31), decide(topic)
    make_cout(build(topic), "900.00", kind="running", purpose="running")
    return topic


def test_a_stranger_reads_all_of_it_drawn_and_listed(
    client: Client, topic: Opportunite, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    idea = Fiche.objects.get(title="Des bancs au château")
    with django_assert_max_num_queries(11):
        answer = client.get(f"/opportunites/{topic.uuid}/filiation/?de={idea.uuid}")
    page = answer.content.decode()
    for said in (
        "Plus un banc", "Nulle part où s’asseoir", "Des bancs au château", "2 personnes", "Quelle ombre ?",
        "31 personnes", "L’adjointe", "Les arbres du château", "12&nbsp;000", "fonctionnement, par an",
        "Vous venez de « Des bancs au château »",
    ):  # fmt: skip
        assert said.replace("&nbsp;", "\u00a0") in page, said
    assert "12\u00a0900" not in page, "two kinds of cost are never added up"
    drawing = answer.context["drawing"]
    columns = sorted({box.x for box in drawing.boxes})
    assert len(columns) == 7, "twin, complaint, idea, topic, consultation, decision, works"
    assert all(
        box.x > 0 and box.x + box.width < drawing.width and box.y + box.height < drawing.height for box in drawing.boxes
    )
    assert len(drawing.curves) == len(answer.context["graph"].edges) == 6


def test_the_page_of_an_idea_leads_there(client: Client, topic: Opportunite) -> None:
    idea = Fiche.objects.get(title="Des bancs au château")
    address = f"/opportunites/{topic.uuid}/filiation/?de={idea.uuid}"
    assert address in client.get(idea.get_absolute_url()).content.decode()
    client.force_login(idea.author)
    assert "Votre contribution est devenue…" in client.get(idea.get_absolute_url()).content.decode()


def test_circles_end_and_each_fiche_is_told_once(topic: Opportunite) -> None:
    complaint = Fiche.objects.get(title="Plus un banc")
    tie(complaint, topic, LienKind.ANSWERS)
    graph = graph_of(topic)
    assert len(graph.nodes) == 7
    told = [item for top in (before(graph), since(graph)) for item in top]
    while told:
        told = [below for item in told for below in item.items]
    assert len(drawing_of(graph).boxes) == 7


def test_an_undone_link_stays_struck_with_its_reason_and_is_not_followed(client: Client, topic: Opportunite) -> None:
    wrong, further = make_idee(CHATEAU, title="Un toboggan"), make_idee(CHATEAU, title="Une piscine")
    tie(topic, wrong, undone_at=timezone.now(), reason="Rattachée par erreur.")
    tie(wrong, further)
    page = client.get(f"/opportunites/{topic.uuid}/filiation/").content.decode()
    assert "<s>" in page and "Rattachée par erreur." in page and "Un toboggan" in page
    assert "Une piscine" not in page


def test_what_left_is_named_without_its_words_and_what_waits_not_at_all(client: Client, topic: Opportunite) -> None:
    for title, visibility in (
        ("Insulte", "binned"),
        ("Repris", "withdrawn"),
        ("Brouillon", "draft"),
        ("Attend", "waiting"),
    ):
        tie(topic, make_idee(CHATEAU, title=title, visibility=visibility))
    page = client.get(f"/opportunites/{topic.uuid}/filiation/").content.decode()
    assert "à la corbeille publique" in page and "retiré par son auteur" in page
    assert not [title for title in ("Insulte", "Repris", "Brouillon", "Attend") if title in page]
    waiting = Fiche.objects.get(title="Attend")
    waiting.refresh_from_db()
    assert waiting.number not in page


def test_a_broad_column_is_cut_and_what_is_left_out_is_counted(client: Client) -> None:
    topic = make_topic()
    ideas = [make_idee(CHATEAU, title=f"Idée numéro {rank}") for rank in range(54)]
    for idea in ideas:
        tie(topic, idea)
    answer = client.get(f"/opportunites/{topic.uuid}/filiation/?de={ideas[40].uuid}")
    drawn = [box.node for box in answer.context["drawing"].boxes]
    assert len(drawn) == MOST + 1 and any(node.mine for node in drawn), "one’s own is always drawn"
    page = answer.content.decode()
    assert "et 40 autres, dans la liste" in page and "4 liens de plus ne sont pas suivis ici." in page
    assert page.count("Idée numéro") >= 50


@pytest.mark.parametrize("asked", ["%00", "x", "1" * 400])
def test_a_wrong_origin_changes_nothing(client: Client, asked: str) -> None:
    assert client.get(f"/opportunites/{make_topic().uuid}/filiation/?de={asked}").status_code == 200
