"""Whatever the chapters « Intégrer » and « Exploiter » give to copy is run as it is written, and does what it says."""

import re
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Final

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.test import Client

from tests.browser.samples import make_idee
from tests.factories import make_territoire
from tests.places import CHATEAU

pytestmark = pytest.mark.django_db
CHAPTER: Final = (Path(__file__).resolve().parent.parent / "docs" / "guide" / "integrer.md").read_text()
SITE: Final = "https://carte.exemple"
KINDS: Final = {
    "png": "image/png", "html": "text/html; charset=utf-8", "pdf": "application/pdf", "umap": "application/json",
}  # fmt: skip
BLOCKS: Final = dict.fromkeys(re.findall(r"```\w+\n(.*?)```", CHAPTER, re.S))
ADDRESSES: Final = [
    found for block in BLOCKS for found in re.findall(rf"""{SITE}(/[^"'\s]*)""", block.replace("&amp;", "&")) if found
]
OPERATOR: Final = (Path(__file__).resolve().parent.parent / "docs" / "guide" / "exploitant.md").read_text()
DAILY: Final = re.findall(r"^\.venv/bin/python manage\.py (.+)$", OPERATOR, re.M)


@pytest.fixture(autouse=True)
def _place() -> None:
    make_territoire(code="Q1", name="Centre-Ville")
    make_idee(CHATEAU)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_of_the_chapter_answers(client: Client, address: str) -> None:
    edges = {"west": -1.6, "south": 47.2, "east": -1.5, "north": 47.3}
    answer = client.get(address.format(**edges) if "{" in address else address)
    if answer.status_code == 503:
        pytest.skip("no base map on this machine")
    assert answer.status_code == 200


def test_each_command_saves_what_its_name_says(client: Client) -> None:
    commands = re.findall(rf"curl -o \S+\.(\w+) '{SITE}([^']+)'", CHAPTER)
    assert len(commands) == 5
    for ending, address in commands:
        answer = client.get(address)
        assert answer.status_code == 503 or answer["Content-Type"] == KINDS[ending], address


def test_the_frame_is_the_one_that_the_panel_gives(client: Client) -> None:
    (frame,) = re.findall(r"<iframe .*?</iframe>", CHAPTER)
    query = unescape(re.search(r'src="[^"?]+\?([^"]+)"', frame)[1])
    page = client.get(f"/integrer/code/?{query}").content.decode()
    told = unescape(re.search(r'<textarea id="code"[^>]*>(.*?)</textarea>', page, re.S)[1])
    assert told.replace("http://testserver", SITE) == frame


def test_every_parameter_of_the_table_is_read(client: Client) -> None:
    page = client.get("/integrer/?titre=Ici&liste=non&couleurs=sombre&langue=en&centre=-1.5536,47.2140&zoom=13.4")
    text = page.content.decode()
    assert '<html lang="en" data-theme="dark">' in text and "<h1>Ici</h1>" in text and 'data-zoom="13.4"' in text
    assert "data-show" not in text


@pytest.mark.parametrize("line", DAILY)
def test_each_daily_command_of_the_operator_runs_twice(line: str, settings: object, tmp_path: Path) -> None:
    settings.CARTO_VAR = tmp_path
    name, *options = line.split()
    for _twice in range(2):
        call_command(name, *options, stdout=StringIO())


def test_each_command_that_the_operator_reads_of_exists_with_its_options() -> None:
    known = get_commands()
    named = re.findall(r"`(?:(?:python )?manage\.py )?([a-z][a-z_0-9]+)((?: [^`]+)?)`", OPERATOR)
    told = [(name, rest) for name, rest in named if name in known]
    assert len({name for name, _rest in told}) > 20
    for name, rest in told:
        takes = load_command_class(known[name], name).create_parser("manage.py", name)._option_string_actions
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in takes, f"{name} {option}"
