"""Whatever a program sends to the JSON API: never a 500, never an answer that its OpenAPI document does not name."""

import json
from collections.abc import Iterator
from contextlib import suppress
from unittest import SkipTest

import pytest
import schemathesis
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pytest_django.live_server_helper import LiveServer
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories import make_territoire
from tests.projets.samples import make_cout, make_equipement, make_idee, make_opportunite
from tests.signalements.samples import make_signalement

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


def _document(folder: object) -> dict:
    path = folder / "schema.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(path))
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def document(tmp_path_factory: pytest.TempPathFactory) -> schemathesis.schemas.BaseSchema:
    """The OpenAPI document as `/api/v1/schema/` gives it."""
    return schemathesis.openapi.from_dict(_document(tmp_path_factory.mktemp("openapi")))


@pytest.fixture
def city(transactional_db: None) -> None:
    """One fiche of each kind, in a territory."""
    make_territoire()
    make_signalement()
    make_idee()
    make_opportunite()
    make_cout(make_equipement(), "12.50")


def test_each_kind_is_described_with_what_only_it_has(document: schemathesis.schemas.BaseSchema) -> None:
    schemas = document.raw_schema["components"]["schemas"]
    own = {"Signalement": "attendu_le", "Idee": "autocollant", "Equipement": "couts", "Opportunite": "echelle"}
    for kind, field in own.items():
        assert field in schemas[kind]["properties"]["properties"]["properties"], kind


def test_all_objects_of_a_kind_come_in_one_stream(client: Client, city: None) -> None:
    answer = client.get("/api/v1/signalements/tout/")
    assert answer.streaming and answer["Content-Type"].startswith("application/geo+json")
    features = json.loads(b"".join(answer.streaming_content))["features"]
    listed = client.get("/api/v1/signalements/").json()["results"]["features"]
    assert [feature["id"] for feature in features] == [feature["id"] for feature in listed]
    assert features[0]["properties"]["etat"] == "received" and features[0]["geometry"]["type"] == "Point"
    assert client.get("/api/v1/signalements/tout/?etapes=rien").status_code == 400


@pytest.mark.parametrize("mode", GenerationMode)
def test_no_answer_surprises(
    document: schemathesis.schemas.BaseSchema, city: None, live_server: LiveServer, mode: GenerationMode
) -> None:
    asked = 0
    for found in document.get_all_operations():
        for case in _cases(found.ok(), mode):
            case.call_and_validate(base_url=live_server.url, checks=CHECKS)
            asked += 1
    assert asked > 40


def _cases(operation: schemathesis.schemas.APIOperation, mode: GenerationMode) -> Iterator[schemathesis.Case]:
    """Some requests that the document permits, or that it does not."""
    drawn = []

    @settings(
        max_examples=12, database=None, phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def draw(case: schemathesis.Case) -> None:
        drawn.append(case)

    with suppress(Unsatisfiable, SkipTest):  # nothing can be wrong with a request that has no parameter
        draw()
    yield from drawn
