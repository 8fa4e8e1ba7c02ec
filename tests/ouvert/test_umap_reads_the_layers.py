"""uMap shows our layers as remote data, asked again at each move; a view is a file that it imports."""

import pytest
from django.test import Client

from tests.browser.samples import make_signalement
from tests.factories import make_fiche
from tests.places import CHATEAU, REZE

pytestmark = pytest.mark.django_db
AROUND = {"west": CHATEAU.x - 0.01, "south": CHATEAU.y - 0.01, "east": CHATEAU.x + 0.01, "north": CHATEAU.y + 0.01}


def names(client: Client, address: str) -> list[str]:
    return [feature["properties"]["name"] for feature in client.get(address).json()["features"]]


def test_a_frame_is_said_either_way_and_however_far_one_looks(client: Client) -> None:
    make_fiche(CHATEAU, title="Ici")
    make_fiche(REZE, title="Là-bas")
    make_fiche(CHATEAU, title="Un banc", kind="idee")
    make_fiche(CHATEAU, title="Attend", visibility="waiting")
    edges = "&".join(f"{name}={value}" for name, value in AROUND.items())
    layer = "/donnees/umap/signalements.geojson"
    assert names(client, f"{layer}?{edges}") == ["Ici"]
    assert names(client, f"{layer}?bbox={','.join(map(str, AROUND.values()))}") == ["Ici"]
    assert sorted(names(client, f"{layer}?bbox=-412,-99,500,99")) == ["Ici", "Là-bas"]
    assert sorted(names(client, layer)) == ["Ici", "Là-bas"]


def test_any_site_may_read_it_and_nobody_is_named(client: Client) -> None:
    make_signalement(title="Ici")
    answer = client.get("/donnees/umap/signalements.geojson")
    assert (answer["Access-Control-Allow-Origin"], answer["Content-Type"]) == ("*", "application/geo+json")
    assert not answer.cookies
    (feature,) = answer.json()["features"]
    assert set(feature["properties"]) == {"name", "description", "numero", "theme", "etape", "adresse"}
    link = feature["properties"]["adresse"]
    assert f"[[{link}|" in feature["properties"]["description"]
    assert client.get(link.removeprefix("http://testserver"), follow=True).status_code == 200


def test_what_cannot_be_is_refused_in_words(client: Client) -> None:
    assert client.get("/donnees/umap/rien.geojson").status_code == 404
    for query in ("bbox=1,2", "bbox=nan,0,1,1", "west=a&south=1&east=2&north=3", "west=1", "bbox=2,2,1,1", "etapes=x"):
        answer = client.get(f"/donnees/umap/idees.geojson?{query}")
        assert answer.status_code == 400 and answer.json()["errors"], query
    assert client.get("/donnees/umap/vue.umap?couches=rien").status_code == 400


def test_a_view_becomes_a_map_whose_layers_answer(client: Client) -> None:
    make_fiche(CHATEAU, title="Ici")
    make_fiche(CHATEAU, title="Un banc", kind="idee", stage="done")
    query = "couches=signalements,idees&etapes=new&centre=-1.55,47.21&zoom=13.4"
    answer = client.get(f"/donnees/umap/vue.umap?{query}")
    told = answer.json()
    assert answer["Content-Disposition"] == 'attachment; filename="carte-nantes.umap"'
    assert (told["type"], told["properties"]["zoom"], told["geometry"]["coordinates"]) == ("umap", 14, [-1.55, 47.21])
    shown = {}
    for layer in told["layers"]:
        remote = layer["_umap_options"]["remoteData"]
        assert (remote["format"], remote["dynamic"], remote["proxy"]) == ("geojson", True, False)
        address = remote["url"].format(**AROUND)  # as uMap fills it in
        shown[layer["_umap_options"]["name"]] = names(client, address.removeprefix("http://testserver"))
    assert shown == {"Idées": [], "Signalements": ["Ici"]}
    assert client.get("/donnees/umap/vue.umap?centre=a,b").json()["geometry"]["type"] == "Point"
