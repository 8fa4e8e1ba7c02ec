"""French is the source language; whoever chooses English reads English everywhere."""

from functools import partial
from pathlib import Path
from shutil import copytree, ignore_patterns

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

CATALOGUE = Path(settings.BASE_DIR) / "carto" / "locale" / "en" / "LC_MESSAGES" / "django.po"


def _texts(catalogue: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], str]:
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr or str(entry.msgstr_plural) for entry in catalogue if entry.msgid
    }


def test_every_text_of_the_source_has_an_english_one(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In a copy: makemessages writes a file beside each template for a moment, where other tests read the house.
    skipped = ignore_patterns("static", "locale", "__pycache__")
    for room in ("carto", "signalements", "projets", "tiles"):
        copytree(settings.BASE_DIR / room, tmp_path / "house" / room, ignore=skipped)
    monkeypatch.chdir(tmp_path / "house")
    (tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]
    call_command("makemessages", locale=["en"], verbosity=0)
    wanted = _texts(polib.pofile(tmp_path / "en" / "LC_MESSAGES" / "django.po"))
    missing = wanted.keys() - _texts(polib.pofile(CATALOGUE)).keys()
    assert missing == set(), "run bin/messages, then translate"


def test_no_translation_is_empty_doubtful_or_broken() -> None:
    catalogue = polib.pofile(CATALOGUE)
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert _texts(polib.mofile(CATALOGUE.with_suffix(".mo"))) == _texts(polib.pofile(CATALOGUE)), "run bin/messages"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/liste/", "/signaler/", "/proposer/", "/donnees/", "/a-propos/"])
def test_a_page_in_english_says_so_and_is(client: Client, address: str) -> None:
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en"' in page
    assert "Carte commune" in page and "Se connecter" not in page and "La liste" not in page


def test_nought_is_singular_in_french_and_plural_in_english() -> None:
    plurals = [entry for entry in polib.pofile(CATALOGUE) if entry.msgid_plural]
    for entry in plurals:
        asked = entry.msgctxt or "", entry.msgid, entry.msgid_plural
        say = partial(translation.npgettext, *asked) if entry.msgctxt else partial(translation.ngettext, *asked[1:])
        told = [say(0), say(2)]
        assert told == [entry.msgid, entry.msgid_plural], "run bin/messages"
    with translation.override("en"):
        one, many = "%(n)d lieu retourné et posé.", "%(n)d lieux retournés et posés."
        assert translation.ngettext(one, many, 0) == translation.ngettext(one, many, 2) != one
