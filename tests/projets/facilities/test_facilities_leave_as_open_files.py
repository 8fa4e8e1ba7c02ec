"""SCDL, our companion table, Fiscal Data Package and GeoPackage: each to its schema's letter, for any program."""

import csv
import io
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pyogrio
import pytest
from django.contrib.gis.geos import LineString
from django.test import Client
from frictionless import Package, Resource, Schema, validate

from carto.territoires.models import Adresse, Level
from projets.equipements.files import scdl
from projets.equipements.files.schemas import COLUMN_TYPES
from projets.equipements.models import Cout
from tests.factories import make_territoire
from tests.places import COURS_DES_50_OTAGES
from tests.projets.facilities.samples import make_chu, make_pool_type, make_works
from tests.projets.samples import make_cout, make_equipement

pytestmark = pytest.mark.django_db
FILES = "/equipements/fichiers/"
# SCDL « Équipements » 0.1.5, as its documentation has each property.
TEXT = {"type": "string"}
REQUIRED = {"required": True}
SCDL = {
    "fields": [
        {"name": "COLL_NOM", **TEXT, "constraints": REQUIRED},
        {"name": "COLL_SIRET", **TEXT, "constraints": {"pattern": r"^\d{14}$", **REQUIRED}},
        {"name": "EQUIP_UID", **TEXT,
         "constraints": {"pattern": r"^[0-9A-B]{5}-[0-9]{8}-[0-9]{3}", "maxLength": 18, "unique": True, **REQUIRED}},
        {"name": "EQUIP_THEME", **TEXT, "constraints": {"enum": [
            "Equipement administratif", "Equipement de justice", "Equipement sanitaire",
            "Equipement social et d'animation", "Equipement sportif et de loisirs", "Equipement d'enseignement",
            "Equipement cultuel", "Equipement culturel", "Equipement de mobilité", "Autre équipement",
        ], **REQUIRED}},
        {"name": "EQUIP_CODE", **TEXT, "constraints": {"maxLength": 12, **REQUIRED}},
        {"name": "EQUIP_TYPE", **TEXT, "constraints": {"maxLength": 140, **REQUIRED}},
        {"name": "EQUIP_NOM", **TEXT, "constraints": {"maxLength": 256, **REQUIRED}},
        {"name": "ADR_NUMERO", **TEXT, "constraints": REQUIRED},
        {"name": "ADR_NOMVOIE", **TEXT,
         "constraints": {"pattern": r"^[a-zA-Z0-9\-\'\s\d\u00C0-\u00FF]+$", "minLength": 3, **REQUIRED}},
        {"name": "ADR_CODEPOSTAL", **TEXT, "constraints": {"maxLength": 5, **REQUIRED}},
        {"name": "ADR_COMMUNE", **TEXT, "constraints": {"pattern": r"^[A-Za-z\s\-\u00C0-\u00FF]+$", **REQUIRED}},
        {"name": "ADR_CLE_INTEROP", **TEXT, "constraints": {"minLength": 16, "pattern": "^[A-Za-z0-9_]+$"}},
        {"name": "ERP_ID", **TEXT}, {"name": "ERP_TYPE", **TEXT, "constraints": {"maxLength": 10}},
        {"name": "ERP_CATEGORIE", "type": "integer", "constraints": {"minimum": 1, "maximum": 5}},
        {"name": "EQUIP_LAT", "type": "number", "constraints": REQUIRED},
        {"name": "EQUIP_LONG", "type": "number", "constraints": REQUIRED},
        {"name": "EQUIP_OUVERTURE", **TEXT}, {"name": "EQUIP_TEL", **TEXT, "constraints": {"maxLength": 13}},
        {"name": "EQUIP_EMAIL", **TEXT, "format": "email"}, {"name": "EQUIP_WEB", **TEXT, "format": "uri"},
    ],
    "missingValues": [""],
}  # fmt: skip


def taken(client: Client, name: str, folder: Path) -> Path:
    """A file as it is downloaded."""
    path = folder / name
    answer = client.get(FILES + name)
    assert answer.status_code == 200
    path.write_bytes(answer.getvalue())
    return path


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def checked(path: Path, schema: dict, folder: Path) -> Iterable[str]:
    """What frictionless has against a table."""
    report = validate(Resource(path=path.name, basepath=str(folder), schema=Schema.from_descriptor(schema)))
    return [*(error.message for error in report.errors), *report.flatten(["message"])]


def make_city() -> None:
    """Nantes, with an address that has a postcode."""
    make_territoire(COURS_DES_50_OTAGES, Level.COMMUNE, 0.1, code="44109", name="Nantes")
    Adresse.objects.create(code="1", number="1", street="Rue de Strasbourg", postcode="44000", geom=COURS_DES_50_OTAGES)


def make_facilities() -> None:
    make_city()
    make_equipement(
        COURS_DES_50_OTAGES, title="=Piscine, « L’Œuvre »", nature="pool",
        address="12 bis rue de l’Œuvre (fond de cour), 44000",
        type=make_pool_type(), hours="Mo-Fr 09:00-12:00,14:00-18:00", website="https://exemple.fr/piscine",
    )  # fmt: skip
    make_equipement(LineString((-1.556, 47.2166), (-1.557, 47.217), srid=4326), title="Passerelle", nature="bridge")
    make_works()


def test_scdl_holds_to_its_schema(client: Client, tmp_path: Path) -> None:
    make_facilities()
    path = taken(client, "equipements-scdl.csv", tmp_path)
    assert checked(path, SCDL, tmp_path) == []
    pool, bridge = rows(path)
    assert list(pool) == [field["name"] for field in SCDL["fields"]]
    assert (pool["COLL_NOM"], pool["COLL_SIRET"]) == ("Nantes", "21440109300015")
    assert (pool["ADR_NUMERO"], pool["ADR_NOMVOIE"]) == ("12 bis", "rue de l'OEuvre fond de cour")
    assert pool["EQUIP_NOM"].startswith("'=")
    assert (bridge["ADR_NUMERO"], bridge["EQUIP_THEME"]) == ("99999", "Equipement de mobilité")
    assert pool["EQUIP_UID"] == f"44109-{pool['EQUIP_CODE']}"


@pytest.mark.parametrize(
    ("insee", "siret"),
    [
        ("44109", "21440109300015"),
        ("75056", "21750001600019"),
        ("69123", "21690123100011"),
        ("13055", "21130055300016"),
    ],
)
def test_the_number_of_a_commune_follows_from_its_code(insee: str, siret: str) -> None:
    assert scdl.siret_of_commune(insee) == siret


def test_the_costs_hold_to_the_table_schema_that_is_published_with_them(client: Client, tmp_path: Path) -> None:
    pool = make_equipement(title="Piscine", owner=make_chu())
    last = make_cout(pool, "29000000.50", about="+construction", publisher=make_chu())
    make_cout(pool, "27000000", state=Cout.State.SUPERSEDED, superseded_by=last, state_reason="Avenant 2")
    make_cout(pool, None)
    make_cout(pool, "100", last_year=2021, method="apportioned", share=Decimal("0.25"))
    make_cout(make_equipement(title="Caché", visibility="removed"), "1")
    path = taken(client, "equipement-couts.csv", tmp_path)
    schema = json.loads(taken(client, "equipement-couts.schema.json", tmp_path).read_text(encoding="utf-8"))
    assert checked(path, schema, tmp_path) == []
    told = rows(path)
    assert [row["montant"] for row in told] == ["29000000.50", "27000000.00", "", "100.00"]
    assert (told[0]["couvre"], told[0]["publie_par"]) == ("'+construction", "CHU de Nantes")
    assert told[1]["remplace_par"] == told[0]["cout_id"]
    assert told[1]["etat"] == "superseded"


def test_the_fiscal_data_package_is_valid_and_mixes_no_two_kinds(client: Client, tmp_path: Path) -> None:
    make_facilities()
    pool = make_equipement(title="Piscine", owner=make_chu())
    make_cout(pool, "1200000.50", source_url="https://exemple.fr/deliberation")
    make_cout(pool, "500", kind="running", purpose="running", basis="ht")
    make_cout(pool, "7", state=Cout.State.SUPERSEDED)
    make_cout(pool, None)
    path = taken(client, "couts.csv", tmp_path)
    descriptor = taken(client, "datapackage.json", tmp_path)
    report = Package(str(descriptor)).validate()
    assert report.valid, report.flatten(["type", "message"])
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    fields = package["resources"][0]["schema"]["fields"]
    assert package["columnTypes"] == [COLUMN_TYPES]
    assert {"value", "value-kind:code", "date:fiscal-year", "phase:id"} <= {field.get("columnType") for field in fields}
    told = rows(path)
    assert [(row["montant"], row["nature"]) for row in told] == [
        ("1200000.50", "realised-ttc"), ("500.00", "running-ht"),
    ]  # fmt: skip


def test_the_geopackage_holds_every_shape_with_its_last_costs(client: Client, tmp_path: Path) -> None:
    make_facilities()
    pool = make_equipement(title="Piscine")
    make_cout(pool, "10", year=2001)
    make_cout(pool, "20.05", year=2011)
    path = taken(client, "equipements.gpkg", tmp_path)
    meta, _fids, shapes, columns = pyogrio.raw.read(path)
    told = dict(zip(meta["fields"], columns, strict=True))
    assert meta["crs"] == "EPSG:4326"
    assert len(shapes) == 4
    rank = list(told["titre"]).index("Piscine")
    assert told["cout_construction_realised_ttc"][rank] == "20.05"
    assert told["cout_construction_realised_ttc_annee"][rank] == "2011"


def test_an_empty_city_gives_empty_files(client: Client, tmp_path: Path) -> None:
    for name in ("equipements-scdl.csv", "equipement-couts.csv", "couts.csv"):
        assert rows(taken(client, name, tmp_path)) == []
    assert taken(client, "equipements.gpkg", tmp_path).stat().st_size > 0
    assert client.get(f"{FILES}autre.csv").status_code == 404


def test_the_files_are_found_from_the_open_data_and_from_public_money(client: Client) -> None:
    assert FILES in client.get("/donnees/").content.decode()
    assert FILES in client.get("/argent/").content.decode()
    page = client.get(FILES).content.decode()
    for name in ("equipements-scdl.csv", "equipement-couts.csv", "datapackage.json", "equipements.gpkg"):
        assert FILES + name in page
