"""Planned works come on the map, and counts of who uses a facility on its page, month after month."""

import csv
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from carto.fiches.models import Evenement, What
from projets.equipements.imports.formats import formats
from projets.equipements.models import Equipement, Rattachement, Usage
from tests.factories import make_theme
from tests.places import CHATEAU
from tests.projets.samples import make_equipement
from tests.projets.schemas.taking import make_source, take, understood

TODAY = timezone.localdate()
TRENCH: dict[str, Any] = {
    "organisation": "Nantes Métropole", "siret": "24440040400129", "prenom": "Léo", "nom": "Gali", "mail": "leo@ga.li",
    "telephone": "+33240000000", "titre": "Réseau de chaleur, rue de Strasbourg", "resume": "Tranchée sous chaussée",
    "date_debut": (TODAY + timedelta(days=10)).isoformat(), "date_fin": (TODAY + timedelta(days=70)).isoformat(),
    "categorie": "CHAUFFAGE", "largeur": 1.5, "longueur": 120, "adresse_numero": "12",
    "adresse_voie": "Rue de Strasbourg", "adresse_postal": "44000", "adresse_commune": "Nantes",
}  # fmt: skip
LINE = {"type": "LineString", "coordinates": [[-1.5532, 47.2181], [-1.5521, 47.2195]]}


def worksites(path: Path, *features: Any) -> Path:
    """A file of worksites, each said by what differs of its properties, or whole."""
    made = [
        one
        if not isinstance(one, dict) or "type" in one
        else {"type": "Feature", "geometry": LINE, "properties": TRENCH | one}
        for one in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    return path


def table(path: Path, header: list[str], *rows: list[str]) -> Path:
    """A table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.mark.django_db
def test_planned_works_are_on_the_map_from_one_day_to_another(tmp_path: Path) -> None:
    make_theme("voirie")
    path = worksites(
        tmp_path / "travaux.geojson", {},
        {"titre": "", "date_debut": "2020-01-06", "date_fin": "2020-03-01", "adresse_voie": "Quai de la Fosse"},
        {"titre": "En cours", "date_debut": (TODAY - timedelta(days=1)).isoformat()},
    )  # fmt: skip
    assert formats()["infos-travaux"].guess(path) > 0.9
    reading, refused = take("infos-travaux", path)
    assert refused == []
    trench = Equipement.objects.get(title=TRENCH["titre"])
    assert (trench.nature, trench.status, trench.stage) == ("works", "planned", "new")
    assert (trench.begins_on, trench.ends_on) == (TODAY + timedelta(days=10), TODAY + timedelta(days=70))
    assert (trench.operator, trench.address) == ("Nantes Métropole", "12 Rue de Strasbourg Nantes")
    assert trench.evenements.get().what == What.IMPORTED
    assert Equipement.objects.get(title="Travaux : chauffage, Quai de la Fosse").status == "open"
    assert Equipement.objects.get(title="En cours").status == "building"
    # Whoever manages the works is a person: nothing of theirs is kept.
    assert all("Gali" not in json.dumps(ligne.data) for ligne in reading.lignes.all())
    assert "leo@ga.li" not in json.dumps([ligne.data for ligne in reading.lignes.all()])


@pytest.mark.django_db
def test_works_read_again_move_unless_a_person_corrected_them(tmp_path: Path) -> None:
    make_theme("voirie")
    path = worksites(tmp_path / "travaux.geojson", {}, {"titre": "Autre"})
    take("infos-travaux", path)
    take("infos-travaux", path)
    assert (Equipement.objects.count(), Evenement.objects.count()) == (2, 2)
    other = Equipement.objects.get(title="Autre")
    Evenement.objects.create(fiche=other, actor_role="agent", what=What.CORRECTED)
    late = (TODAY + timedelta(days=200)).isoformat()
    take("infos-travaux", worksites(path, {"date_fin": late}, {"titre": "Autre", "date_fin": late}))
    ends = dict(Equipement.objects.values_list("title", "ends_on"))
    assert ends == {TRENCH["titre"]: date.fromisoformat(late), "Autre": TODAY + timedelta(days=70)}


@pytest.mark.parametrize(
    ("feature", "told"),
    [
        ({"date_debut": "0000-00-00"}, "n’est pas une date"),
        ({"date_debut": None}, "début"),
        ({"date_fin": "2001-01-01"}, "avant leur début"),
        ({"type": "Feature", "properties": TRENCH, "geometry": None}, "illisible"),
        (
            {"type": "Feature", "properties": TRENCH, "geometry": {"type": "Point", "coordinates": [47.2, -1.55]}},
            "inversées",
        ),
        (
            {"type": "Feature", "properties": TRENCH, "geometry": {"type": "Point", "coordinates": [float("nan"), 1]}},
            "illisible",
        ),
        (
            {"type": "Feature", "properties": TRENCH, "geometry": {"type": "Point", "coordinates": [2.35, 48.85]}},
            "hors de",
        ),
        ({"type": "Feature", "properties": None, "geometry": LINE}, "pas un chantier"),
        (12, "pas un chantier"),
    ],
)
def test_works_without_a_day_or_a_place_are_refused_with_their_reason(tmp_path: Path, feature: Any, told: str) -> None:
    refused, good = understood("infos-travaux", worksites(tmp_path / "travaux.geojson", feature, {}))
    assert len(refused.reasons) == 1
    assert told in refused.reasons[0]
    assert good.reasons == ()


@pytest.mark.parametrize("content", ["", "[]x", '{"type": "FeatureCollection"}', '{"features": [{"a": ', "12"])
def test_what_is_no_file_of_works_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "travaux.geojson"
    path.write_text(content)
    with pytest.raises(ValidationError):
        understood("infos-travaux", path)


@pytest.mark.django_db
def test_counts_are_kept_by_month_on_the_facility_that_they_name(tmp_path: Path) -> None:
    pool = make_equipement(title="Piscine Léo-Lagrange", nature="pool")
    header = ["Équipement", "Mesure", "Mois", "Nombre"]
    path = table(
        tmp_path / "usages.csv", header, ["piscine leo lagrange", "entrées", "2024-05", "12 345"],
        [str(pool.uuid), "Entrées", "06/2024", "13000"], ["Piscine Léo-Lagrange", "", "T3 2024", "40000"],
        ["Piscine perdue", "entrées", "2024-05", "3"],
    )  # fmt: skip
    assert formats()["usages"].guess(path) > 0.5
    reading, refused = take("usages", path)
    assert refused == []
    assert list(pool.usages.values_list("measure", "month", "months", "value")) == [
        ("entries", date(2024, 5, 1), 1, Decimal(12345)),
        ("entries", date(2024, 6, 1), 1, Decimal(13000)),
        ("entries", date(2024, 7, 1), 3, Decimal(40000)),
    ]
    reading.refresh_from_db()
    assert (reading.report["unplaced"], reading.report["unplaced_count"]) == (["Piscine perdue"], 1)


@pytest.mark.django_db
def test_a_file_never_changes_what_a_person_entered(tmp_path: Path) -> None:
    pool = make_equipement(title="Piscine Léo-Lagrange")
    entered = Usage.objects.create(
        equipement=pool, measure="entries", month=date(2024, 5, 1), value=10, source="Carnet"
    )
    path = table(
        tmp_path / "usages.csv",
        ["equipement", "mois", "nombre"],
        [pool.title, "2024-05", "99"],
        [pool.title, "2024-06", "7"],
    )
    take("usages", path)
    take(
        "usages",
        table(path, ["equipement", "mois", "nombre"], [pool.title, "2024-05", "98"], [pool.title, "2024-06", "8"]),
    )
    entered.refresh_from_db()
    assert entered.value == 10
    assert pool.usages.get(month=date(2024, 6, 1)).value == 8


MEASURED = ["channel_id", "counter_id", "start_datetime", "end_datetime", "count"]


@pytest.mark.django_db
def test_counters_add_up_to_a_month_where_the_city_is(tmp_path: Path) -> None:
    bridge = make_equipement(geom=CHATEAU, title="Pont Anne-de-Bretagne", nature="bridge")
    path = table(
        tmp_path / "measures.csv", MEASURED, ["nord", "1", "2024-05-31T21:45:00Z", "", "10"],
        ["nord", "1", "2024-05-31T22:00:00Z", "", "5"],  # midnight in Nantes: June
        ["nord", "1", "2024-05-31T22:00:00Z", "", "5"], ["nord", "1", "2024-06-01T08:00:00+02:00", "", ""],
        ["sud", "2", "2024-06-02T08:00:00", "", "20.5"], ["ouest", "3", "2024-06-02T08:00:00Z", "", "8"],
    )  # fmt: skip
    assert formats()["comptage-mobilites"].guess(path) == 1
    mapping = {"places": {"nord": str(bridge.uuid), "sud": "Pont Anne-de-Bretagne"}}
    make_source("comptage-mobilites", mapping=mapping)
    reading, refused = take("comptage-mobilites", path, mapping)
    assert [row.number for row in refused] == [4]
    usages = dict(bridge.usages.filter(measure="passages").values_list("month", "value"))
    assert usages == {date(2024, 5, 1): Decimal(10), date(2024, 6, 1): Decimal("25.50")}
    west = reading.lignes.get(key__startswith="ouest")
    assert west.data == {"channel_id": "ouest", "mois": "2024-06-01", "passages": "8.00", "mesures": 1}
    # A person ties the channel that nothing placed: the next reading adds it up.
    Rattachement.objects.create(ligne=west, equipement=bridge, state="confirmed")
    alone = table(tmp_path / "west.csv", MEASURED, ["ouest", "3", "2024-06-02T08:00:00Z", "", "9"])
    (row,) = understood("comptage-mobilites", alone)
    type(west).objects.filter(pk=west.pk).update(data=row.data)
    formats()["comptage-mobilites"].store(reading, [(west.pk, row)])  # as when it alone has changed
    assert bridge.usages.get(month=date(2024, 6, 1)).value == Decimal("34.50")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["nord", "1", "hier", "", "5"], "n’est pas un moment"),
        (["nord", "1", "0000-00-00T00:00:00Z", "", "5"], "n’est pas un moment"),
        (["nord", "1", "9999-12-31T23:59:59Z", "", "5"], "n’est pas un moment"),
        (["nord", "1", "2024-05-31T21:45:00Z", "", "-5"], "négatif"),
        (["nord", "1", "2024-05-31T21:45:00Z", "", "NaN"], "n’est pas un montant"),
        (["", "1", "2024-05-31T21:45:00Z", "", "5"], "channel_id"),
    ],
)
def test_a_count_that_says_nothing_possible_is_refused(tmp_path: Path, row: list[str], told: str) -> None:
    (refused,) = understood("comptage-mobilites", table(tmp_path / "measures.csv", MEASURED, row))
    assert told in refused.reasons[0]
