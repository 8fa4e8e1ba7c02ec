"""The name beside a signed contribution cannot pass for something else."""

import pytest
from django.test import Client

from tests.people import alice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Alice \u202eeiriaM al", "Alice eiriaM al"),
        ("Alice\r\n\r\nRéponse de la ville", "Alice Réponse de la ville"),
        ("  Alice\u2066 L. ", "Alice L."),
        ("\u202e", ""),
    ],
)
def test_a_name_is_one_line_without_invisible_controls(client: Client, typed: str, kept: str) -> None:
    person = alice()
    client.force_login(person)
    assert client.post("/compte/", {"name": typed}).status_code == 302
    person.refresh_from_db()
    assert person.name == kept


def test_an_address_is_no_public_name(client: Client) -> None:
    person = alice()
    client.force_login(person)
    assert client.post("/compte/", {"name": "alice@exemple.fr"}).status_code == 422
    person.refresh_from_db()
    assert person.name == "Alice L."
