"""Under the pins, a circle for each facility whose cost is known: one kind, purpose and tax, its area as the euros."""

import pytest
from django.test import Client

from tests.places import REZE
from tests.projets.samples import make_cout, make_equipement

pytestmark = pytest.mark.django_db
ADDRESS = "/argent/ronds.geojson?mesure=argent:realised:construction:ttc"


def test_the_area_goes_as_the_last_figure(client: Client) -> None:
    small, large = make_equipement(title="Square"), make_equipement(REZE, title="Halle")
    make_cout(large, "9", year=2001)
    make_cout(large, "400")
    make_cout(small, "100")
    make_cout(small, "999999", basis="ht")
    make_cout(make_equipement(visibility="withdrawn"), "5000")
    told = [each["properties"] for each in client.get(ADDRESS).json()["features"]]
    assert [(one["titre"], one["montant"], one["rayon"]) for one in told] == [
        ("Square", "100.00", 0.5), ("Halle", "400.00", 1.0),
    ]  # fmt: skip
    assert client.get(f"{ADDRESS}&couches=idees").json()["features"] == []


def test_the_legend_says_where_they_are(client: Client) -> None:
    make_cout(make_equipement())
    legend = client.get("/tuiles/mesure.json?mesure=argent:realised:construction:ttc&niveau=quartier").json()
    assert legend["ronds"] == "/argent/ronds.geojson"
    assert client.get("/tuiles/mesure.json?mesure=nombre&niveau=quartier").json()["ronds"] == ""


@pytest.mark.parametrize("query", ["", "mesure=nombre", "mesure=argent:running:running:ttc&couches=x"])
def test_a_wrong_address_is_told(client: Client, query: str) -> None:
    assert client.get(f"/argent/ronds.geojson?{query}").status_code == 400
