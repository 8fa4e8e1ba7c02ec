"""The case page tells everything about one report to those whose it is, and to nobody else."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from carto.fiches.actions import record
from carto.fiches.models import Visibility, What
from signalements.actions import change_status
from signalements.desk import pieces
from signalements.joining import join
from signalements.models import Signalement
from signalements.workflow import Status
from tests.people import alice, bob, charlie, emile, farida
from tests.places import COURS_DES_50_OTAGES, ILE_DE_NANTES
from tests.signalements.desk.samples import case, make_crew
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def a_step_away(metres: float = 20) -> Point:
    return Point(COURS_DES_50_OTAGES.x, COURS_DES_50_OTAGES.y + metres / 111_000, srid=4326)


def test_an_agent_reads_it_a_stranger_is_refused_and_another_service_does_not_find_it(client: Client) -> None:
    signalement = make_signalement(text="Gros trou devant l’arrêt.", feeling="J’ai peur de tomber.")
    assert client.get(case(signalement)).status_code == 302
    client.force_login(charlie())
    assert client.get(case(signalement)).status_code == 403
    client.force_login(bob())
    page = client.get(case(signalement)).content.decode()
    for said in ("Gros trou devant l’arrêt.", "J’ai peur de tomber.", "Réponse promise", signalement.number, "Voirie"):
        assert said in page
    assert client.get(case(make_signalement("tags-affiches"))).status_code == 404


def test_the_history_is_whole_there_and_its_internal_lines_stay_there(client: Client) -> None:
    signalement, agent = make_signalement(), bob()
    change_status(signalement, Status.ACCEPTED, person=agent, public_text="Nous passons demain.")
    record(signalement, What.NOTED, role="agent", person=agent, private_text="Prévoir de l’enrobé à froid.")
    client.force_login(agent)
    page = client.get(case(signalement)).content.decode()
    assert "Nous passons demain." in page
    assert "Prévoir de l’enrobé à froid." in page
    assert "agent · Bob" in page
    public = client.get(signalement.get_absolute_url()).content.decode()
    assert "Nous passons demain." in public
    assert "Prévoir" not in public
    assert "Note interne" not in public


def test_the_history_is_looked_through_by_words_without_accents(client: Client) -> None:
    signalement, agent = make_signalement(), bob()
    for words in ("Prévoir de l’enrobé.", "Voir avec le gaz."):
        record(signalement, What.NOTED, role="agent", person=agent, private_text=words)
    client.force_login(agent)
    page = client.get(case(signalement) + "?histoire=ENROBE&file=retard").content.decode()
    assert "Prévoir de l’enrobé." in page
    assert "Voir avec le gaz." not in page
    assert '<input type="hidden" name="file" value="retard">' in page
    assert "Rien de tel dans l’histoire." in client.get(case(signalement) + "?histoire=lune%00").content.decode()


def test_what_lies_near_is_told_with_how_far_and_what_is_joined_can_be_separated(client: Client) -> None:
    kept, joined = make_signalement(text="Le premier"), make_signalement(geom=a_step_away(3))
    near, far = make_signalement("trottoir-abime", geom=a_step_away()), make_signalement(geom=ILE_DE_NANTES)
    join(joined, kept)
    client.force_login(bob())
    page = client.get(case(kept)).content.decode()
    assert f"{near.number} · à 20 m" in page
    assert far.number not in page
    assert f"Séparer {joined.number}" in page
    answer = client.post(f"/signalements/{joined.uuid}/separer/", {"retour": "bureau"})
    assert answer.headers["Location"] == case(joined)
    assert Signalement.objects.get(pk=joined.pk).visibility == Visibility.PUBLIC
    answer = client.post(f"/signalements/{joined.uuid}/reunir/", {"numero": kept.number, "retour": "bureau"})
    assert answer.headers["Location"] == case(joined)
    assert f"Réuni à {kept.number}" in client.get(case(joined)).content.decode()


def test_other_reports_are_shown_of_who_signs_and_never_of_who_stays_anonymous(client: Client) -> None:
    author = alice()
    signed, other = make_signalement(author=author), make_signalement(geom=ILE_DE_NANTES, author=author)
    anonymous = make_signalement("trottoir-abime", geom=ILE_DE_NANTES)
    client.force_login(bob())
    page = client.get(case(signed)).content.decode()
    assert "Signés par la même personne" in page
    assert other.number in page
    page = client.get(case(anonymous)).content.decode()
    assert "Signés par la même personne" not in page
    assert "Anonyme." in page


def test_one_goes_on_to_the_next_and_back_in_the_order_of_the_queue_with_the_view_kept(client: Client) -> None:
    made = [make_signalement(geom=ILE_DE_NANTES) for _ in range(5)]
    for rank, signalement in enumerate(made[:3]):
        Signalement.objects.filter(pk=signalement.pk).update(due_at=signalement.due_at + timedelta(days=rank))
    Signalement.objects.filter(pk__in=[each.pk for each in made[3:]]).update(due_at=None)
    client.force_login(bob())
    walked, here = [], made[0].uuid
    while here:
        answer = client.get(f"/bureau/{here}/?etat=received")
        walked.append(here)
        assert answer.context["before"] == (walked[-2] if len(walked) > 1 else None)
        here = answer.context["after"]
        assert here is None or f'href="/bureau/{here}/?etat=received"' in answer.content.decode()
    assert walked == [each.uuid for each in made]


def test_a_crew_finds_what_it_was_given_without_the_forms_of_the_office(client: Client) -> None:
    crew, signalement = make_crew(), make_signalement()
    client.force_login(emile(crew=crew))
    assert client.get(case(signalement)).status_code == 404
    Signalement.objects.filter(pk=signalement.pk).update(crew=crew)
    page = client.get(case(signalement)).content.decode()
    assert "Je m’en charge" in page
    assert "Confier" not in page.replace("Confié", "")
    assert client.post(case(signalement, "priorite/"), {"priority": "1"}).status_code == 403
    assert client.get(case(signalement, "deplacer/")).status_code == 403


def test_rooms_put_their_piece_there_and_those_with_nothing_to_say_stay_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = "tests.signalements.desk.test_a_case_is_one_page"
    told = (
        pieces.Piece(f"{known}.says", "signalements/_promise.html"),
        pieces.Piece(f"{known}.is_silent", "signalements/absent.html"),
    )
    monkeypatch.setattr(pieces, "PIECES", told)
    client.force_login(farida())
    assert "De la pièce d’à côté" in client.get(case(make_signalement())).content.decode()


def says(_request: object, signalement: Signalement) -> dict[str, object]:
    return {"promised": {"due_at": signalement.due_at, "countdown": "De la pièce d’à côté"}}


def is_silent(_request: object, _signalement: Signalement) -> dict[str, object]:
    return {}


def test_it_asks_as_much_for_a_long_story_as_for_a_short_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    signalement, agent = make_signalement(), bob()
    client.force_login(agent)
    with django_assert_max_num_queries(60) as first:
        client.get(case(signalement))
    for _ in range(6):
        make_signalement(geom=a_step_away())
        record(signalement, What.NOTED, role="agent", person=agent, private_text="Encore.")
    with django_assert_max_num_queries(len(first) + 2):  # whether what lies near is theirs is asked once
        client.get(case(signalement))
