"""A page a layer, its schema, the catalogue that portals harvest: all of one layer's data, and what stays closed."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from frictionless import Resource, Schema, validate
from pytest_django.fixtures import Settings

from carto.fiches.layers import layers
from carto.ouvert.catalogue.datasets import CLOSED
from carto.ouvert.files.columns import columns_of
from tests.factories import make_fiche
from tests.people import alice
from tests.places import CHATEAU, COMMERCE
from tests.projets.samples import make_equipement, make_idee
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """No night's files but those that a test makes."""
    settings.CARTO_VAR = tmp_path


@pytest.mark.parametrize("name", ["signalements", "idees", "equipements", "opportunites"])
def test_the_page_tells_who_how_under_which_licence_and_what_is_closed(client: Client, name: str) -> None:
    page = client.get(f"/donnees/{name}/?depuis=2026-01-01").content.decode()
    for said in (
        "Producteur",
        "Méthode",
        "Provenance",
        "Licence Ouverte 2.0",
        "RGPD",
        "CRPA",
        "schema.json",
        "avec votre filtre",
    ):
        assert said in page
    for extension in ("csv", "geojson", "gpkg", "parquet", "shp.zip", "kml", "gpx"):
        assert f"/donnees/fiches.{extension}?couches={name}&amp;depuis=2026-01-01" in page
    assert f"/donnees/{name}/?couches={name}" in client.get("/donnees/").content.decode()


def test_each_layer_adds_what_it_keeps_closed_and_by_which_law() -> None:
    for layer in layers():
        assert layer.method
        assert layer.closed
        assert all(re.search(r"art\. L?\d", str(why)) for _what, why in (*layer.closed, *CLOSED))


def test_a_layer_that_is_none_and_a_filter_that_cannot_be_are_said(client: Client) -> None:
    assert client.get("/donnees/licornes/").status_code == 404
    assert client.get("/donnees/licornes/schema.json").status_code == 404
    assert client.get("/donnees/idees/?depuis=hier").status_code == 400


def test_every_column_is_told_in_words_and_no_two_are_cut_alike() -> None:
    for layer in layers():
        columns = columns_of(layer)
        assert all(column.words for column in columns)
        assert len({column.short for column in columns}) == len(columns)
        assert max(len(column.short) for column in columns) <= 10


def test_the_csv_keeps_to_its_schema(client: Client, tmp_path: Path) -> None:
    make_idee(CHATEAU, title="L’été, « ici »", text='=1+1\n"deux"', author=alice())
    make_idee(COMMERCE)
    make_signalement()
    make_equipement(capacity=12)
    for name in ("idees", "signalements", "equipements"):
        table = tmp_path / f"{name}.csv"
        table.write_bytes(b"".join(client.get(f"/donnees/fiches.csv?couches={name}").streaming_content))
        schema = Schema.from_descriptor(client.get(f"/donnees/{name}/schema.json").json())
        report = validate(Resource(path=table.name, basepath=str(tmp_path), schema=schema))
        assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])


def test_the_catalogue_names_every_set_and_each_way_to_take_it(client: Client) -> None:
    make_fiche(CHATEAU, kind="idee")
    answer = client.get("/donnees/catalogue.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    told = json.loads(answer.content)
    sets = {each["dct:identifier"].rpartition("/")[2]: each for each in told["dcat:dataset"]}
    assert {"signalements", "idees", "equipements", "opportunites", "rues", "quartiers"} <= sets.keys()
    for each in sets.values():
        assert {"dct:title", "dct:description", "dct:publisher", "dcat:landingPage"} <= each.keys()
        for way in each["dcat:distribution"]:
            assert way["dct:license"]["@id"].startswith("https://")
            assert way["dcat:accessURL"]["@id"].startswith("http://testserver/")
    files = [way for way in sets["idees"]["dcat:distribution"] if "dcat:downloadURL" in way]
    assert len(files) == 7
    for way in files:
        assert client.get(way["dcat:downloadURL"]["@id"].removeprefix("http://testserver")).status_code == 200


def test_a_layer_fed_by_files_names_its_last_readings(client: Client) -> None:
    from datetime import UTC, datetime

    from projets.equipements.models import Import, Source

    source = Source.objects.create(code="parcs", title="Parcs et jardins", matter="facility", format="table")
    report = {"read": 120, "new": 117, "rejected": 3}
    Import.objects.create(source=source, state="done", at=datetime(2026, 4, 2, 12, tzinfo=UTC), report=report)
    page = client.get("/donnees/equipements/").content.decode()
    assert "120 lignes lues, 117 nouvelles, 3 refusées" in page
    assert "Parcs et jardins" in page
    assert "lue le 2 avril 2026" in page
    assert "/argent/sources/parcs/" in page
