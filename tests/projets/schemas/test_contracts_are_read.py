"""Contracts and concessions as buyers publish them: DECP 2.0.3 in JSON and XML, and what is met besides."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projets.equipements.imports.formats import formats
from projets.equipements.models import Avenant, Execution, Marche, Titulaire
from tests.projets.schemas.taking import take, understood
from tiles.bench.money_files import CITY, write_contracts_json, write_contracts_xml

CONTRACT: dict[str, Any] = {
    "id": "2023-117", "acheteur": {"id": CITY}, "nature": "Marché", "objet": "Rénovation de la piscine Léo-Lagrange",
    "codeCPV": "45212212", "procedure": "Procédure adaptée", "dureeMois": 12, "dateNotification": "2023-03-31",
    "lieuExecution": {"code": "44109", "typeCode": "Code commune"}, "montant": 1250000.1,
    "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": "55204599900869"}}],
}  # fmt: skip


def write(path: Path, content: Any) -> Path:
    """A file of JSON."""
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False))
    return path


def read_one(path: Path, **differs: Any) -> Any:
    """The one row of a file whose contract differs so."""
    (row,) = understood("decp", write(path / "decp.json", {"marches": {"marche": [CONTRACT | differs]}}))
    return row


@pytest.mark.django_db
def test_a_contract_is_stored_with_who_holds_it_and_what_changed(tmp_path: Path) -> None:
    changed = CONTRACT | {
        "modifications": [
            {"modification": {"id": 2, "dateNotificationModification": "2024-02-01", "montant": 1400000}},
            {"modification": {"id": 1, "dateNotificationModification": "2023-09-01", "dureeMois": 17}},
        ],
        "actesSousTraitance": [
            {"acteSousTraitance": {"id": 1, "sousTraitant": {"id": "21435600000011"}, "montant": 9000.5}},
        ],
        "modificationsActesSousTraitance": [{"modificationActeSousTraitance": {"id": 1, "montant": 9500}}],
    }
    path = write(tmp_path / "decp.json", {"marches": {"marche": [changed]}})
    _reading, refused = take("decp", path)
    assert refused == []
    marche = Marche.objects.get()
    assert (marche.uid, marche.amount, marche.months) == (f"{CITY}-2023-117", Decimal("1250000.10"), 12)
    assert marche.ends_on == date(2024, 8, 31)  # seventeen months after the 31st of March 2023
    assert list(marche.avenants.values_list("number", "months", "amount")) == [
        ("1", 17, None),
        ("2", None, Decimal("1400000.00")),
    ]
    assert list(marche.titulaires.values_list("identifier", "under", "amount")) == [
        ("55204599900869", False, None),
        ("21435600000011", True, Decimal("9500.00")),
    ]


@pytest.mark.django_db
def test_reading_again_changes_nothing_and_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    path = write(tmp_path / "decp.json", {"marches": {"marche": [CONTRACT]}})
    take("decp", path)
    Marche.objects.update(reason="La régie n’a pas d’atelier de menuiserie.")
    take("decp", write(path, {"marches": {"marche": [CONTRACT | {"montant": "1 300 000,00"}]}}))
    marche = Marche.objects.get()
    assert (marche.amount, marche.reason) == (Decimal("1300000.00"), "La régie n’a pas d’atelier de menuiserie.")
    assert Titulaire.objects.count() == 1


@pytest.mark.django_db
def test_a_concession_says_what_it_is_worth_and_what_each_year_cost(tmp_path: Path) -> None:
    path = tmp_path / "decp.json"
    write_contracts_json(path, 100)
    _reading, refused = take("decp", path)
    assert refused == []
    assert Marche.objects.count() == 100
    heat = Marche.objects.get(concession=True)
    assert heat.amount is None
    assert heat.total_value is not None
    assert heat.public_subsidy == 0
    assert (heat.notified_on, heat.ends_on) == (date(2015, 6, 30), date(2035, 9, 1))
    assert list(heat.executions.values_list("year", "tariffs")) == [
        (2021, [{"intitule": "Prix du MWh", "tarif": "78.45"}]),
        (2022, [{"intitule": "Prix du MWh", "tarif": "78.45"}]),
    ]
    assert heat.titulaires.get().identifier == "38103128500491"


@pytest.mark.django_db
def test_json_and_xml_of_the_same_contracts_store_the_same(tmp_path: Path) -> None:
    write_contracts_json(tmp_path / "a.json", 120)
    write_contracts_xml(tmp_path / "b.xml", 120)
    told = [{row.key: row.told for row in understood("decp", tmp_path / name)} for name in ("a.json", "b.xml")]
    assert len(told[0]) == 120
    assert told[0] == told[1]
    assert all(formats()["decp"].guess(tmp_path / name) > 0.9 for name in ("a.json", "b.xml"))
    take("decp", tmp_path / "b.xml")
    assert (Marche.objects.count(), Avenant.objects.count(), Execution.objects.count()) == (120, 12, 2)


HELD = [{"identifier": "55204599900869", "name": "", "under": False, "amount": None}]
WRAPPED = {
    "a flat list": [CONTRACT],
    "a list under marches": {"marches": [CONTRACT]},
    "each in its own wrapper": [{"marche": CONTRACT}],
    "one object where a list is meant": {"marches": {"marche": CONTRACT}},
    "with other keys around": {
        "$schema": [1.5, {"a": "b"}],
        "marches": {"date": "2024", "marche": [CONTRACT]},
        "n": 12,
    },
    "without the outer object": {"marche": [CONTRACT]},
    "numbers as words": [CONTRACT | {"montant": "1250000.10", "dureeMois": "12"}],
    "codes as numbers": [CONTRACT | {"acheteur": {"id": int(CITY)}, "codeCPV": 45212212}],
    "days with an hour": [CONTRACT | {"dateNotification": "2023-03-31T00:00:00+02:00"}],
    "holders in a list of their own": [CONTRACT | {"titulaires": {"titulaire": [{"id": "55204599900869"}]}}],
    "one holder alone": [CONTRACT | {"titulaires": {"id": "55204599900869"}}],
    "holders that are no wrapper": [CONTRACT | {"titulaires": [{"id": 55204599900869}]}],
}


@pytest.mark.parametrize("variant", WRAPPED)
def test_what_is_met_besides_the_schema_is_read_alike(tmp_path: Path, variant: str) -> None:
    (row,) = understood("decp", write(tmp_path / "decp.json", WRAPPED[variant]))
    (plain,) = understood("decp", write(tmp_path / "plain.json", {"marches": {"marche": [CONTRACT]}}))
    assert row.reasons == ()
    assert row.told == plain.told
    assert row.told["holders"] == HELD


def test_a_contract_without_holders_or_end_is_kept(tmp_path: Path) -> None:
    row = read_one(tmp_path, titulaires=None, dureeMois=None)
    assert (row.reasons, row.told["holders"], row.told["ends_on"]) == ((), [], None)


@pytest.mark.parametrize(
    ("strange", "told"),
    [
        ({"montant": float("nan")}, "n’est pas un montant"),
        ({"montant": float("-inf")}, "n’est pas un montant"),
        ({"montant": -12}, "négatif"),
        ({"montant": 10**30}, "trop grand"),
        ({"montant": {"valeur": 3}}, "n’est pas un montant"),
        ({"dateNotification": "0000-00-00"}, "n’est pas une date"),
        ({"dateNotification": "2023-02-30"}, "n’est pas une date"),
        ({"dateNotification": "9999-12-31"}, "n’est pas une date possible"),
        ({"dureeMois": 10**9}, "n’est pas une durée"),
        ({"id": None}, "numéro du contrat"),
        ({"objet": "  "}, "objet"),
        ({"acheteur": None}, "SIRET"),
        ({"acheteur": {"id": "mairie"}}, "n’est pas un SIRET"),
        ({"modifications": [{"modification": {"montant": "beaucoup"}}]}, "nouveau montant"),
    ],
)
def test_a_contract_that_says_nothing_possible_is_refused_with_its_reason(
    tmp_path: Path, strange: dict[str, Any], told: str
) -> None:
    row = read_one(tmp_path, **strange)
    assert len(row.reasons) == 1
    assert told in row.reasons[0]


@pytest.mark.django_db
def test_strange_words_neither_break_nor_grow_the_rest(tmp_path: Path) -> None:
    text = json.dumps({"marches": {"marche": [CONTRACT | {"objet": "a" * 10**6, "nature": "x\x00y\ud83d"}, CONTRACT]}})
    reading, refused = take("decp", write(tmp_path / "decp.json", text))
    assert refused == []
    # The same number twice in a file: one contract, as the last of them says.
    assert Marche.objects.get().objet == CONTRACT["objet"]
    assert reading.lignes.get().key == f"{CITY}-2023-117"
    rows = understood("decp", tmp_path / "decp.json")
    assert len(rows[0].told["objet"]) == 1000
    assert len(rows[0].data["objet"]) == 10**6
    assert rows[0].told["nature"].startswith("xy")


@pytest.mark.parametrize("item", [12, "marché", None, [CONTRACT]])
def test_what_is_no_contract_among_contracts_is_refused_alone(tmp_path: Path, item: Any) -> None:
    rows = understood("decp", write(tmp_path / "decp.json", {"marches": {"marche": [CONTRACT, item]}}))
    assert [bool(row.reasons) for row in rows] == [False, True]


BROKEN = {
    "nothing": "",
    "spaces": "   \n",
    "another root": '{"equipements": [{"id": 1}]}',
    "a number": "12",
    "cut in a contract": json.dumps({"marches": {"marche": [CONTRACT, CONTRACT]}})[:-90],
    "cut between contracts": json.dumps({"marches": {"marche": [CONTRACT]}})[:-3],
    "something after the end": json.dumps([CONTRACT]) + "}",
    "lists in lists": "[" * 100_000,
    "contracts in contracts": '[{"objet": ' + "[" * 100_000,
    "cut XML": "<marches><marche><id>12</id></marche><marche>",
    "another XML": "<html><body/></html>",
    "laughs": '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><marches><marche><id>&b;</id></marche></marches>',
    "a file of ours": '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><marches><marche>&a;</marche></marches>',
    "an entity of nowhere": "<marches><marche><id>&secret;</id></marche></marches>",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_is_cut_short_or_dangerous_is_refused_whole(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ValidationError) as refused:
        understood("decp", write(tmp_path / "decp", BROKEN[kind]))
    assert len(refused.value.messages[0]) < 300
    assert "root:" not in refused.value.messages[0]


def test_a_file_in_another_encoding_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "decp.json"
    path.write_bytes(json.dumps([CONTRACT | {"objet": "Éclairage"}], ensure_ascii=False).encode("latin-1"))
    with pytest.raises(ValidationError, match="UTF-8"):
        understood("decp", path)
    path.write_bytes(json.dumps([CONTRACT]).encode("utf-16"))
    assert len(understood("decp", path)) == 1


@pytest.mark.django_db
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(0, 40), seed=st.integers(0, 10**6), xml=st.booleans())
def test_what_is_stored_adds_up_to_the_file_to_the_cent(tmp_path: Path, count: int, seed: int, xml: bool) -> None:
    Marche.objects.all().delete()
    path = tmp_path / "decp"
    cents = (write_contracts_xml if xml else write_contracts_json)(path, count, seed)
    _reading, refused = take("decp", path)
    assert refused == []
    total = Marche.objects.aggregate(total=Sum("amount"))["total"] or 0
    assert (int(total * 100), Marche.objects.count()) == (cents, count)
