"""A fault of ours leaves a trace that somebody can read, without the secret of whose page it was."""

import logging

import pytest
from django.test import Client, RequestFactory
from django.utils.log import log_response

from carto.logs import Discreet


def test_a_fault_is_written_without_its_secret(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "%s: %s", ("Error", "/suivre/s3cr3t/avis/"), None
    )
    assert Discreet().filter(record)
    assert record.getMessage() == "Error: /suivre/*"


def test_what_django_says_of_a_500_reaches_the_log(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    logger = logging.getLogger("django.request")
    assert logger.handlers, "nobody would ever read it"
    monkeypatch.setattr(logger.handlers[0], "emit", lambda record: lines.append(record.getMessage()))
    request = RequestFactory().get("/abonnements/s3cr3t/")
    response = type("Answer", (), {"status_code": 500})()
    log_response("Internal Server Error: %s", request.path, response=response, request=request)
    assert lines == ["Internal Server Error: /abonnements/*"]
