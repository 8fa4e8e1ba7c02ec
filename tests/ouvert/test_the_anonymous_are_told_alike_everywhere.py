"""One fiche that nobody signed: every way to read it says the same day and the same spot, near its own.

Exact hours and places, taken together, would tell somebody's walk and the door where it ends.
"""

import csv
import io
import json
import math
import re
from datetime import UTC, datetime

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPoint, Point
from django.db.models import F
from django.test import Client

from carto.carte.analysis.querysets import by_hour
from carto.comptes.models import User
from carto.fiches import privacy
from carto.fiches.models import Evenement, Fiche, What
from carto.fiches.models.shown import day_of
from carto.geometry import STORED, metres_between, on_grid
from signalements.likeness.candidates import candidates
from signalements.models import Signalement
from tests.people import alice
from tests.places import CHATEAU, COMMERCE, ILE_DE_NANTES
from tests.projets.samples import make_idee
from tests.signalements.samples import make_signalement
from tests.tiles.decode import features, get_tile, tile_at
from tiles.grid import EXTENT

pytestmark = pytest.mark.django_db
DOOR = Point(-1.550612, 47.216137, srid=STORED)
WHEN = datetime(2026, 11, 2, 21, 47, 12, tzinfo=UTC)
HOUR = re.compile("2[123]:47")  # wherever the clock stands
EXACT = ("1.550612", "47.216137", "-1.55061, 47.21614", "-1.55061,47.21614")
FARTHEST = 7.5  # metres: half of a square's diagonal


def reported(author: User | None = None) -> Signalement:
    """A report at that door, at that minute."""
    made = make_signalement(geom=DOOR, author=author)
    Signalement.objects.filter(pk=made.pk).update(reported_at=WHEN, created_at=WHEN, updated_at=WHEN, due_at=WHEN)
    return Signalement.objects.get(pk=made.pk)


def body(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, (address, answer.status_code)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def programs(made: Signalement) -> dict[str, str]:
    """Every address at which a program reads it."""
    days = "start_date=2026-11-02&end_date=2026-11-02"
    return {
        "api": "/api/v1/signalements/",
        "api, one": f"/api/v1/signalements/{made.uuid}/",
        "api, all at once": "/api/v1/signalements/tout/",
        "api, fiches": "/api/v1/fiches/",
        "ogc": "/ogc/collections/signalements/items",
        "ogc, one": f"/ogc/collections/signalements/items/{made.uuid}",
        "file": "/donnees/fiches.geojson",
        "umap": "/donnees/umap/signalements.geojson",
        "open311": f"/open311/v2/requests.json?{days}",
        "open311, bulk": f"/open311/v2/requests.csv?{days}",
        "feed": f"/alertes/lieu/flux.atom?lat={DOOR.y}&lon={DOOR.x}&rayon=200",
    }


def pages(made: Signalement) -> list[str]:
    """Pages that show it to anybody."""
    own = made.get_absolute_url()
    return [own, f"/fiches/{made.uuid}/apercu/", "/liste/", f"/?fiche={made.uuid}", f"/fiches/{made.uuid}/suivi.atom",
            f"/tuiles/carte.html?fiche={made.uuid}"]  # fmt: skip


def spot(text: str) -> tuple[float, float]:
    """Where an answer says that its one fiche is: longitude, latitude."""
    if found := re.search(r'"coordinates": ?\[ ?(-?[\d.]+), ?(-?[\d.]+)', text):
        return float(found[1]), float(found[2])
    if found := re.search("<georss:point>([0-9.-]+) ([0-9.-]+)<", text):
        return float(found[2]), float(found[1])
    if text.startswith("service_request_id"):
        (line,) = csv.DictReader(io.StringIO(text))
        return float(line["long"]), float(line["lat"])
    (told,) = json.loads(text)
    return told["long"], told["lat"]


def pin(client: Client) -> tuple[float, float]:
    """Where its pin stands on the map, close by."""
    tile = tile_at(DOOR, 17)
    (found,) = features(get_tile(client, "signalements", tile).content)["signalements"]
    x, y = found["geometry"]["coordinates"]
    side = 2**tile.z * EXTENT
    across, down = (tile.x * EXTENT + x) / side, (tile.y * EXTENT + y) / side
    return across * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return metres_between(Point(*one, srid=STORED), Point(*other, srid=STORED))


def test_no_way_to_read_it_is_more_exact_than_another(client: Client) -> None:
    made = reported()
    shown = made.told_place.coords
    assert 0.5 < apart(shown, DOOR.coords) < FARTHEST
    for name, address in programs(made).items():
        text = body(client, address)
        assert apart(spot(text), shown) < 0.1, name
        assert not HOUR.search(text), name
        assert "2026-11-02" in text or name == "umap", name
    assert apart(pin(client), shown) < 0.1
    for address in pages(made):
        text = body(client, address)
        assert not [text[max(0, at - 120) : at + 40] for each in EXACT if (at := text.find(each)) >= 0], address
        assert not [text[max(0, found.start() - 150) : found.end()] for found in HOUR.finditer(text)], address


def test_whoever_signs_is_read_as_it_was_sent(client: Client) -> None:
    made = reported(alice())
    for name, address in programs(made).items():
        text = body(client, address)
        assert apart(spot(text), DOOR.coords) < 0.1, name
        assert HOUR.search(text) or name == "umap", name
    assert apart(pin(client), DOOR.coords) < 0.1


@pytest.mark.parametrize(
    "asked",
    [
        "datetime=2026-11-02T20:00:00Z/2026-11-02T23:00:00Z", "filter=created_at>TIMESTAMP('2026-11-02T20:00:00Z')",
        "bbox=-1.550622,47.216127,-1.550602,47.216147",
        "filter=S_INTERSECTS(geom,BBOX(-1.550622,47.216127,-1.550602,47.216147))",
    ],
)  # fmt: skip
def test_a_question_learns_no_more_than_an_answer_says(client: Client, asked: str) -> None:
    reported()
    told = json.loads(body(client, f"/ogc/collections/signalements/items?{asked}"))
    assert told["features"] == []
    Fiche.objects.update(author=alice())
    assert len(json.loads(body(client, f"/ogc/collections/signalements/items?{asked}"))["features"]) == 1


def test_a_frame_of_the_map_looks_at_what_is_shown(client: Client) -> None:
    made = reported()
    x, y = made.told_place.coords
    for (east, north), found in ((DOOR.coords, 0), ((x, y), 1)):
        frame = f"{east - 1e-5:.7f},{north - 1e-5:.7f},{east + 1e-5:.7f},{north + 1e-5:.7f}"
        assert len(json.loads(body(client, f"/donnees/fiches.geojson?cadre={frame}"))["features"]) == found
        assert json.loads(body(client, f"/comptes/?cadre={frame}"))["total"] == found


def test_python_and_the_database_round_alike() -> None:
    places: list[GEOSGeometry] = [CHATEAU, COMMERCE, ILE_DE_NANTES, DOOR]
    places += [Point(-1.55 + n * 1.37e-5, 47.2 + n * 2.11e-5, srid=STORED) for n in range(20)]
    places.append(MultiPoint(CHATEAU, COMMERCE, srid=STORED))
    for place in places:
        make_idee(place, created_at=WHEN)
    told = Fiche.objects.annotate(there=privacy.place(), day=privacy.moment(F("created_at")))
    for fiche in told:
        assert fiche.there.equals_exact(fiche.told_place, 1e-9)
        assert fiche.geom_web.equals_exact(on_grid(fiche.geom).transform(3857, clone=True), 1e-3)
        assert fiche.day == day_of(WHEN) == fiche.told_at(fiche.created_at)


def test_what_the_site_does_at_once_tells_no_hour_either(client: Client) -> None:
    made = reported()
    for what, role in ((What.HELD, "system"), (What.ANSWER, "system"), (What.STATUS, "resident")):
        said = "Une vérification a lieu."
        Evenement.objects.create(fiche=made, what=what, actor_role=role, public_text=said, at=WHEN)
    updates = "/open311/v2/servicerequestupdates.json?start_date=2026-11-02"
    for address in (made.get_absolute_url(), f"/fiches/{made.uuid}/suivi.atom", f"{updates}&end_date=2026-11-02"):
        text = body(client, address)
        assert "Une vérification" in text or address.startswith(updates)
        assert not HOUR.search(text), address
    hours = [f"{updates}T{hour}:00:00Z&end_date=2026-11-02T{hour}:30:00Z" for hour in ("10", "21")]
    assert len({body(client, address) for address in hours}) == 1  # an hour that is asked learns no more
    assert not HOUR.search(body(client, "/donnees/catalogue.jsonld"))


def test_no_distance_is_told_from_its_own_place(client: Client) -> None:
    made = reported()
    (hit,) = json.loads(body(client, f"/api/v1/recherche/?q={made.number}"))["resultats"]
    assert apart((hit["longitude"], hit["latitude"]), made.told_place.coords) < 0.1
    x, y = made.told_place.coords
    degree = 111_320 * math.cos(math.radians(y))
    (near,) = candidates(Point(x + 9 / degree, y, srid=STORED), made.categorie)
    assert abs(near.metres - 9) < 0.5
    for metres, found in ((101.5, 0), (98.5, 1)):  # a circle's edge passes by where it is shown
        lon = x + metres / degree
        feed = body(client, f"/alertes/lieu/flux.atom?lat={y}&lon={lon}&rayon=100")
        assert feed.count("<entry>") == found


def test_no_hour_of_the_day_is_counted_of_the_anonymous() -> None:
    for author in (None, alice()):
        reported(author)
    assert by_hour(Fiche.objects.public()) == [0, 0, 0, 0, 0, 0, 0, 1]


def test_whose_account_is_gone_is_rounded_from_then_on(client: Client) -> None:
    made, before = reported(alice()), body(client, "/tuiles/versions.json")
    made.author.delete()
    made.refresh_from_db()
    assert made.is_anonymous
    assert apart(pin(client), made.told_place.coords) < 0.1
    assert body(client, "/tuiles/versions.json") != before
