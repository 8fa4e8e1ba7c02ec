"""Once a file is taken, the worker looks for the place that each of its rows is about."""

from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from projets.equipements.imports.readings import preview
from projets.equipements.linking.tasks import suggest_places
from projets.equipements.models import Rattachement
from tests.places import CHATEAU
from tests.projets.imports.samples import load_reference, make_source, read, written
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db
GRANTS = (
    "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,"
    "conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention\n"
    "Ville de Nantes,21440109300015,2024-03-05,D1,Les Nageurs,12345678900011,"
    "Rénovation de la piscine Léo Lagrange,12000,aide en numéraire,unique,,,non,1\n"
)


def _jobs() -> list[dict[str, int]]:
    name = "projets.equipements.linking.tasks.suggest_places"
    return list(ProcrastinateJob.objects.filter(task_name=name).values_list("args", flat=True))


def test_taking_a_file_asks_for_suggestions_and_looking_at_it_does_not(tmp_path: Path) -> None:
    load_reference()
    pool = make_equipement(CHATEAU, title="Piscine Léo-Lagrange", nature="pool", operator="Ville de Nantes")
    source = make_source("subventions", matter="subsidy", format="scdl-subventions", title="Subventions")
    file = written(tmp_path, GRANTS, "subventions.csv")
    preview(source, file)
    assert _jobs() == []
    assert read(source, file).report["rejected"] == 0
    assert _jobs() == [{"source_id": source.pk}]
    assert suggest_places(source.pk) == 1
    assert Rattachement.objects.get().equipement == pool


def test_a_source_that_went_away_meanwhile_is_no_fault() -> None:
    assert suggest_places(0) == 0
