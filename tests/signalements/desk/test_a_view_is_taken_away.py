"""The files of a view: the rows of the list, for a French spreadsheet or a map, and never how to reach anybody."""

import csv
import io
from pathlib import Path

import pyogrio
import pytest
from django.test import Client

from carto.fiches.models import Contact
from signalements.models import Signalement
from tests.people import bob
from tests.places import CHATEAU
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def _csv(client: Client, query: str = "") -> tuple[str, list[dict[str, str]]]:
    answer = client.get(f"/bureau/vue.csv?{query}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    return text, list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_french_spreadsheet_opens_it(client: Client) -> None:
    told = make_signalement(geom=CHATEAU, text="Un trou ; « énorme »\nsur deux lignes")
    make_signalement("lampadaire-eteint")
    client.force_login(bob())
    text, rows = _csv(client)
    assert text.startswith("\ufeffnumero;")
    assert len(rows) == 1
    [row] = rows
    assert (row["numero"], row["etat"], row["service"]) == (told.number, "reçu", "Voirie")
    assert row["description"] == told.text
    assert (row["longitude"], row["latitude"]) == ("-1,549700", "47,216100")
    assert row["priorite"] == "normale"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+33", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_nothing_runs_as_a_formula(client: Client, text: str) -> None:
    told = make_signalement()
    Signalement.objects.filter(pk=told.pk).update(title=text, text=text)
    client.force_login(bob())
    _text, [row] = _csv(client)
    assert row["titre"].startswith("'")
    assert row["description"].startswith("'")


def test_nobody_can_be_reached_through_them(client: Client, tmp_path: Path) -> None:
    told = make_signalement()
    Contact.objects.create(fiche=told, email="alice@exemple.fr", name="Alice Lebrun", phone="0240000000")
    client.force_login(bob())
    text, _rows = _csv(client)
    package = b"".join(client.get("/bureau/vue.gpkg").streaming_content)
    for secret in ("alice@exemple.fr", "Lebrun", "0240000000"):
        assert secret not in text
        assert secret.encode() not in package


def test_a_geopackage_holds_the_same_rows_at_their_places(client: Client, tmp_path: Path) -> None:
    kept, _other = make_signalement(geom=CHATEAU), make_signalement("trottoir-abime")
    client.force_login(bob())
    answer = client.get("/bureau/vue.gpkg?categories=trou-chaussee")
    path = tmp_path / "vue.gpkg"
    path.write_bytes(b"".join(answer.streaming_content))
    found = pyogrio.read_dataframe(path)
    assert list(found["numero"]) == [kept.number]
    [row] = _csv(client, "categories=trou-chaussee")[1]
    assert {name: found[name][0] or "" for name in found.columns if name != "geometry"} == {
        name: text for name, text in row.items() if name not in ("longitude", "latitude")
    }
    assert found.geometry[0].x == pytest.approx(CHATEAU.x)
    assert found.crs.to_epsg() == 4326


def test_an_empty_view_is_an_empty_file(client: Client, tmp_path: Path) -> None:
    make_signalement()
    client.force_login(bob())
    assert _csv(client, "file=transmis")[1] == []
    path = tmp_path / "vide.gpkg"
    path.write_bytes(b"".join(client.get("/bureau/vue.gpkg?file=transmis").streaming_content))
    assert pyogrio.read_info(path)["features"] == 0


def test_a_package_of_a_whole_city_is_refused_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signalements.desk.views.MOST_IN_GPKG", 1)
    make_signalement(), make_signalement()
    client.force_login(bob())
    answer = client.get("/bureau/vue.gpkg")
    assert answer.status_code == 413
    assert "prenez le CSV" in answer.json()["title"]
