"""The browser's module, the database and Python give the same order and the same scores, to the last digit."""

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from carto.territoires.models import Territoire
from projets.opportunites.candidats.lines import fulls
from projets.opportunites.candidats.querysets import rolled, told, weighed
from projets.opportunites.candidats.weighing import PREFIX, Weights, score
from projets.opportunites.models import SIGNALS, Candidat, Formule, Scale
from tests.factories import make_theme
from tests.places import CHATEAU
from tests.projets.candidats.samples import FULL, make_candidat, make_city, make_formule, make_rue

pytestmark = pytest.mark.django_db
MODULE = Path(settings.BASE_DIR) / "projets/opportunites/static/opportunites/candidats/weigh.js"
PROGRAM = """
import { readFileSync } from "node:fs";
import { orderOf, rolledUp, scoresOf } from %s;
const { tables, asked } = JSON.parse(readFileSync(0, "utf8"));
const told = asked.map((weights) => tables.map((table) => {
  const scores = scoresOf(table, weights);
  const rolls = [...rolledUp(table, scores)].map(([key, { count, best }]) => [key, [count, scores[best]]]);
  return { scores: [...scores], order: orderOf(table, scores), rolls: Object.fromEntries(rolls) };
}));
console.log(JSON.stringify(told));
"""
ASKED = (
    {},
    dict.fromkeys(SIGNALS, 0),
    dict.fromkeys(SIGNALS, 0) | {"access": 7},
    {"people": 0.1, "repeats": 0.7, "cost": 3.3},
    {"people": 9, "neglect": 0.05, "network": 2.5},
)


@pytest.fixture
def city() -> None:
    """Ninety candidates of streets, quartiers and the commune, with much unknown, and many equals."""
    make_city()
    drawn = random.Random(3)
    centre = Territoire.objects.get(code="N01")
    for rank in range(30):
        street = make_rue(f"Rue {rank}", CHATEAU)
        for theme in ("voirie", "mobilier", "trottoirs"):
            values = {name: round(drawn.random() * 1.4 * full, drawn.choice((0, 2)))
                      for name, full in FULL["rue"].items() if drawn.random() < 0.5}  # fmt: skip
            make_candidat(street, theme, territoire=centre, **values)


def browser(tables: list[dict[str, Any]], asked: list[list[float]]) -> list[list[dict[str, Any]]]:
    """What the module makes of the tables, by weights then by table."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", PROGRAM % json.dumps(MODULE.as_uri())],
        input=json.dumps({"tables": tables, "asked": asked}), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_the_same_scores_order_and_roll_up(client: Client, city: None) -> None:
    formule = Formule.objects.get()
    tables = [client.get(f"/opportunites/candidates/donnees.json?echelle={scale}").json() for scale in Scale.values]
    weights = [_read(formule, asked) for asked in ASKED]
    answers = browser(tables, [[each.own[signal] for signal in SIGNALS] for each in weights])
    for own, answer in zip(weights, answers, strict=True):
        for scale, browsed in zip(Scale.values, answer, strict=True):
            _agree(scale, own, browsed)
        _roll_alike(own, answer[Scale.values.index("rue")]["rolls"])


def _read(formule: Formule, asked: dict[str, float]) -> Weights:
    params = QueryDict(mutable=True)
    params.update({f"{PREFIX}{signal}": f"{weight}" for signal, weight in asked.items()})
    weights, errors = Weights.read(formule, params)
    assert errors == []
    return weights


def _agree(scale: str, weights: Weights, browsed: dict[str, Any]) -> None:
    """Database, Python and browser."""
    full = fulls(Formule.objects.get())[scale]
    every = list(Candidat.objects.filter(scale=scale).order_by("pk"))
    ordered = list(weighed(Candidat.objects.filter(scale=scale), full, weights))
    assert [every[i].pk for i in browsed["order"]] == [one.pk for one in ordered]
    assert [browsed["scores"][i] for i in browsed["order"]] == [one.points for one in ordered]
    assert browsed["scores"] == [score(one, full, weights) for one in every]


def _roll_alike(weights: Weights, browsed: dict[str, Any]) -> None:
    """How many streets lie under each quartier and the commune, and the score of the best."""
    for scale in (Scale.QUARTIER, Scale.METROPOLE):
        lines = list(told(Candidat.objects.filter(scale=scale)))
        rolls = rolled(lines, fulls(Formule.objects.get()), weights)
        for line in lines:
            streets = [[roll.count, roll.score] for roll in rolls[line.pk] if roll.scale == Scale.RUE]
            key = f"{line.territoire_id} {line.theme.code}"
            assert ([browsed[key]] if key in browsed else []) == streets


def test_the_table_is_sent_once_and_not_again_while_nothing_is_counted(client: Client, city: None) -> None:
    address = "/opportunites/candidates/donnees.json?echelle=rue"
    first = client.get(address, headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip" and len(first.content) < 6_000
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    make_candidat(make_rue("Rue Neuve", CHATEAU), people=1)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_signal_that_is_not_weighed_at_a_scale_gives_nothing_there() -> None:
    make_theme()
    formule = make_formule(full={"rue": {"people": 10}, "quartier": {}, "metropole": {}})
    known = make_candidat(make_rue("Rue Neuve", CHATEAU), people=5, access=900, formule=formule)
    weights = _read(formule, {})
    found = weighed(Candidat.objects.all(), fulls(formule)["rue"], weights).get()
    assert found.points == pytest.approx(known.score) == pytest.approx(100 * 3 * 0.5 / sum(weights.own.values()))
