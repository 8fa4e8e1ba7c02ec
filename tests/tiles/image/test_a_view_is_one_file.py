"""`/tuiles/carte.html`: the view as one file that needs nothing else, and in which nobody's words run."""

import re
from unittest.mock import patch

import pytest
from django.test import Client

from tests.factories import make_fiche
from tests.places import CHATEAU
from tests.tiles.image.drawn import CENTRE
from tiles.offline import page as offline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base_map")]
HERE = f"centre={CENTRE[0]},{CENTRE[1]}&zoom=15&largeur=1200&hauteur=1000"
HOSTILE = "{{ 7 * 191 }} ${alert(1)} `x` {% raw %} </script><img src=//ailleurs.exemple/x>"


def test_it_holds_the_ground_the_fiches_and_the_way_back(client: Client) -> None:
    fiche = make_fiche(CHATEAU, title="Nid-de-poule")
    make_fiche(CHATEAU, kind="idee", title="Un banc")
    answer = client.get(f"/tuiles/carte.html?{HERE}&couches=signalements")
    text = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="carte-nantes.html"'
    assert "Nid-de-poule" in text and "Un banc" not in text
    assert f"http://testserver/fiches/{fiche.uuid}/" in text and "contributeurs OpenStreetMap" in text
    assert '"MultiLineString"' in text and '"Polygon"' in text  # its street and its river
    assert "Musée d’Art" in text


def test_it_names_no_other_host_to_load_from(client: Client) -> None:
    make_fiche(CHATEAU)
    text = client.get(f"/tuiles/carte.html?{HERE}").content.decode()
    loaded = re.findall(r"""<(?:script|img|link|iframe|source)[^>]*(?:src|href)=["']([^"']+)""", text)
    assert loaded == []
    assert not re.search(r"""url\(["']?(?:https?:)?//""", text)


def test_words_of_strangers_stay_words_here_and_there(client: Client) -> None:
    make_fiche(CHATEAU, title=HOSTILE)
    text = client.get(f"/tuiles/carte.html?{HERE}&titre=%7B%7B7*191%7D%7D").content.decode()
    assert "1337" not in text
    script = text.rpartition("<script>")[2]
    assert "${alert(1)}" not in script and "&#36;&#123;alert(1)&#125;" in script.replace("\\u0026", "&")
    assert "<img src=//ailleurs" not in text


def test_what_is_too_much_is_said_with_what_to_do(client: Client) -> None:
    for _rank in range(3):
        make_fiche(CHATEAU)
    with patch.object(offline, "MOST_FICHES", 2):
        refused = client.get(f"/tuiles/carte.html?{HERE}")
    assert refused.status_code == 422 and "Plus de 2 fiches dans cette vue" in refused.content.decode()
    with patch.object(offline, "HEAVIEST", 1000):
        assert "trop lourd" in client.get(f"/tuiles/carte.html?{HERE}").content.decode()
    assert client.get("/tuiles/carte.html?zoom=99").status_code == 400
    wide = client.get("/tuiles/carte.html?zoom=14.9&largeur=4000&hauteur=3000")
    assert wide.status_code in (200, 422)
