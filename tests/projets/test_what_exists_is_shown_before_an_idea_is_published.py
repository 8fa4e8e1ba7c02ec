"""« Ceci existe déjà ? »: what is near and alike is shown before publishing, whatever its layer; never in the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.fiches.models import Fiche, Photo, PhotoState, Soutien, SoutienKind, Theme, Visibility
from projets.idees.likeness.candidates import Candidate, candidates
from projets.idees.models import Autocollant, Idee
from tests.people import alice
from tests.places import COURS_DES_50_OTAGES, PARIS
from tests.projets.samples import filled, load_palette, make_equipement, make_idee, make_opportunite
from tests.signalements.samples import photo

pytestmark = pytest.mark.django_db
HERE, ASK = COURS_DES_50_OTAGES, "/proposer/deja/"


@pytest.fixture(autouse=True)
def palette() -> None:
    """The stickers exist."""
    load_palette()


def east(metres: float) -> Point:
    """So many metres from the Cours des 50 Otages."""
    return Point(HERE.x + metres / 75_600, HERE.y, srid=4326)


def sticker(code: str) -> Autocollant:
    return Autocollant.objects.get(code=code)


def idea(code: str = "banc", metres: float = 12, **fields: Any) -> Idee:
    """A wish of that sticker, so far from here, called by its sticker unless a title says otherwise."""
    chosen = sticker(code)
    made = make_idee(east(metres), autocollant=chosen, **({"title": chosen.name, "theme": chosen.theme} | fields))
    return Idee.objects.get(pk=made.pk)


def found(code: str = "banc", **asked: Any) -> list[Candidate]:
    """What is shown to somebody who wishes for that here."""
    return candidates(HERE, sticker(code), **asked)


def asked(client: Client, **changes: Any) -> Any:
    told = {"autocollant": "banc", "lon": HERE.x, "lat": HERE.y} | changes
    return client.get(ASK, told, headers={"Accept": "application/json"})


def test_the_same_sticker_close_by_is_shown_with_its_reason() -> None:
    there = idea(author=alice())  # of the anonymous, the distance to where it is shown
    Soutien.objects.create(fiche=there, kind=SoutienKind.TOO)
    (only,) = found()
    assert (only.uuid, only.people, only.is_open, only.state) == (there.uuid, 2, True, "proposée")
    assert only.reason == "même autocollant, à 12 m"
    assert found(without=there.uuid) == []


def test_further_away_or_quite_another_wish_it_is_not() -> None:
    idea(metres=150)
    idea("glisse", metres=5)
    assert found() == []


def test_words_bring_another_sticker_near_and_the_likeliest_comes_first() -> None:
    told = idea("ombre", 20, title="De l’ombre et des sièges pour les anciens")
    same = idea("banc", 5)
    shown = found(text="de l'ombre et des sieges pour nos anciens")
    assert [each.uuid for each in shown] == [same.uuid, told.uuid]
    assert "mots semblables" in next(each.reason for each in shown if each.uuid == told.uuid)


def test_pages_of_words_are_compared_by_how_they_begin() -> None:
    begun = "Un banc à l’ombre, avec un dossier et des accoudoirs, pour reprendre son souffle. " * 6
    there = idea("arbre", text=begun + "On y lirait le journal. " * 120)
    (only,) = found(text=begun + "Les enfants goûteraient à côté. " * 90)
    assert (only.uuid, only.alike) == (there.uuid, 1)


def test_facilities_and_topics_of_the_theme_are_shown_by_fiche_alone() -> None:
    theme = sticker("aire-de-jeux").theme
    playground = make_equipement(east(60), title="Aire de jeux du cours", theme=theme)
    box = Polygon.from_bbox((HERE.x - 0.001, HERE.y - 0.001, HERE.x + 0.001, HERE.y + 0.001))
    box.srid = 4326
    topic = make_opportunite(box, title="Jouer dehors sur le cours", theme=theme)
    make_equipement(east(20), title="Parking", theme=Theme.objects.get(code="stationnement"))
    shown = {each.uuid: each for each in found("aire-de-jeux")}
    assert set(shown) == {playground.uuid, topic.uuid}
    assert (shown[playground.uuid].state, shown[playground.uuid].is_open) == ("déjà là", False)
    assert shown[topic.uuid].reason == "même thème, au même endroit"


def test_a_report_is_shown_when_its_words_tell_of_the_same_wish_and_not_otherwise() -> None:
    theme = sticker("banc").theme
    told = {"kind": "signalement", "theme": theme, "geom": east(8)}
    same = Fiche.objects.create(title="Banc", text="Il manque un banc pour attendre le tram", **told)
    Fiche.objects.create(title="Poubelle", text="La corbeille déborde chaque lundi", **told)
    assert [each.uuid for each in found(text="il manque un banc pour attendre")] == [same.uuid]
    assert found() == [], "without a word nobody knows"


def test_what_is_hidden_merged_or_has_faded_is_not_shown() -> None:
    for visibility in set(Visibility) - {Visibility.PUBLIC}:
        idea(visibility=visibility)
    idea(expires_at=timezone.now() - timedelta(minutes=1))
    assert found() == []


def test_a_delivered_one_is_shown_without_a_gesture() -> None:
    idea(stage="done", status="delivered")
    (only,) = found()
    assert (only.state, only.is_open) == ("réalisée", False)


def test_programs_get_json_and_the_page_a_fragment_with_its_gestures(client: Client) -> None:
    there = idea(text="Pour ma grand-mère <b>", author=alice())
    Photo.objects.create(fiche=there, fiche_uuid=there.uuid, thumbnail=photo(), state=PhotoState.SHOWN)
    (told,) = asked(client).json()["candidats"]
    assert (told["uuid"], told["couche"], told["distance"], told["etape"]) == (str(there.uuid), "idees", 12, "new")
    assert told["photo"] and told["adresse"] == there.get_absolute_url()
    page = client.get(ASK, {"autocollant": "banc", "lon": HERE.x, "lat": HERE.y}).content.decode()
    for said in ("Je la soutiens", "J’y ajoute quelque chose", "J’y réponds autrement", 'value="non"', "&lt;b&gt;"):
        assert said in page
    there.delete()
    assert client.get(ASK, {"autocollant": "banc", "lon": HERE.x, "lat": HERE.y}).status_code == 204
    assert asked(client).json() == {"candidats": []}


@pytest.mark.parametrize(
    "changes",
    [
        {"autocollant": "rien"},
        {"autocollant": "a\x00b"},
        {"autocollant": "b" * 9000},
        {"lon": "nan"},
        {"lon": ""},
        {"lon": PARIS.x, "lat": PARIS.y},
    ],
)
def test_what_cannot_be_asked_is_told_in_words(client: Client, changes: dict[str, Any]) -> None:
    assert asked(client, **changes).status_code == 400


def test_odd_words_and_precisions_are_no_error(client: Client) -> None:
    idea()
    odd = {"precision": "9" * 50, "titre": "'; DROP %(x)s --", "texte": "\x00" + "é" * 9000}
    assert asked(client, **odd).status_code == 200


def test_it_costs_two_queries_for_one_and_for_forty(client: Client) -> None:
    for count in (1, 39):
        for rank in range(count):
            idea(metres=rank)
        with CaptureQueriesContext(connection) as queries:
            asked(client, texte="un banc à l’ombre")
        assert len(queries) == 2


def test_before_publishing_it_is_a_step_and_nothing_typed_is_lost(client: Client) -> None:
    there = idea()
    form = filled(deja="", text="Un banc pour souffler")
    answer = client.post("/proposer/", form)
    page = answer.content.decode()
    assert answer.status_code == 409 and "C’est peut-être déjà sur la carte" in page
    assert "Un banc pour souffler" in page and "la poser quand même" in page and there.number in page
    assert Idee.objects.count() == 1
    assert client.post("/proposer/", form | {"vu": str(there.uuid)}).status_code == 302, "seen while writing"
    assert client.post("/proposer/", form | {"vu": str(there.uuid)}).status_code == 302, "sent twice"
    assert client.post("/proposer/", filled()).status_code == 302, "publish anyway"
    assert Idee.objects.count() == 3


def test_where_nothing_is_alike_publishing_asks_nothing(client: Client) -> None:
    assert client.post("/proposer/", filled(deja="")).status_code == 302
