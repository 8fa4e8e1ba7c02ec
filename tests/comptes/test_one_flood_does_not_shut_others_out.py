"""Asking for codes is limited per visitor; behind our own proxy a visitor is who the proxy says, not the proxy."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
MANY = 25  # more than one visitor may ask for in a minute
CODE = "/compte/acces/login/code/"
SENT = 302  # to the page that takes the code; a refused request shows its form again


@pytest.fixture(autouse=True)
def calm() -> Iterator[None]:
    """Nobody has asked for anything yet, and the next test is not refused for this one's flood."""
    cache.clear()
    yield
    cache.clear()


def _flood(visitor: str) -> list[int]:
    """The answers to somebody who asks for codes for many addresses."""
    asked = ({"email": f"personne{turn}@exemple.fr"} for turn in range(MANY))
    return [Client().post(CODE, form, HTTP_X_FORWARDED_FOR=visitor).status_code for form in asked]


def _asks(visitor: str) -> int:
    return Client().post(CODE, {"email": "alice@exemple.fr"}, HTTP_X_FORWARDED_FOR=visitor).status_code


def test_behind_a_proxy_a_flood_stops_only_its_author(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert _flood("203.0.113.1")[-1] != SENT
    assert _asks("203.0.113.1") != SENT
    assert _asks("203.0.113.2") == SENT


def test_without_a_proxy_nobody_escapes_the_limit_by_naming_themselves_otherwise() -> None:
    assert _flood("203.0.113.1")[-1] != SENT
    assert _asks("203.0.113.2") != SENT
