"""What a PDF holds, or in words why it cannot be read. Nothing here touches the database."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEAVIEST: Final = 20 * 1024 * 1024  # bytes of a document
MOST_PAGES: Final = 400
MOST_LETTERS: Final = 3_000_000
PATIENCE: Final = 60  # seconds, by the clock
TAIL: Final = 2048  # bytes in which a PDF says that it ends
FEWEST_LETTERS: Final = 12  # a page: under that, on average, it is a picture of words

WORDS: Final[Mapping[str, str | Promise]] = {
    "other": _("Ce fichier n’est pas un PDF."),
    "empty": _("Ce fichier est vide."),
    "weight": _("Ce document est trop lourd (20 Mo au plus)."),
    "cut": _("Ce PDF est coupé avant la fin : envoyez-le de nouveau."),
    "locked": _("Ce PDF est fermé par un mot de passe : envoyez-en une copie sans mot de passe."),
    "long": _("Ce PDF a plus de 400 pages : envoyez la délibération seule, ses annexes à part."),
    "broken": _("Ce PDF ne s’ouvre pas : enregistrez-le de nouveau, puis réessayez."),
    "heavy": _("Ce PDF demande trop de mémoire ou de temps pour être lu."),
    "image": _("Ce document est une image, sans texte : on peut l’ouvrir, pas y chercher ni le citer."),
    "gone": _("Ce document n’est plus là : joignez-le de nouveau."),
}


class Unreadable(ValidationError):
    """A document that is none, or that nobody can read; its code is a key of WORDS."""

    def __init__(self, code: str) -> None:
        super().__init__(WORDS[code], code=code)


@dataclass(frozen=True)
class Text:
    """The number of pages of a document, and the text of each as far as it was read."""

    pages: int
    texts: tuple[str, ...] = ()


def count_pages(path: Path) -> int:
    """How many pages a PDF has; Unreadable says why not."""
    return _read(path, 0).pages


def read_text(path: Path) -> Text:
    """Its pages and their text. Unreadable, `image` too where there are pictures of words and no words."""
    text = _read(path, MOST_LETTERS)
    letters = sum(character.isalnum() for page in text.texts for character in page)
    if letters < FEWEST_LETTERS * len(text.texts):
        raise Unreadable("image")
    return text


def _read(path: Path, letters: int) -> Text:
    _check_ends(path)
    told = _asked([sys.executable, "-m", f"{__package__}.extracting", str(path), str(MOST_PAGES), str(letters)])
    if error := told.get("error"):
        raise Unreadable(error)
    return Text(told["pages"], tuple(told["texts"]))


def _check_ends(path: Path) -> None:
    """Look at both ends: what begins as no PDF is none, and what does not end was cut on its way."""
    size = path.stat().st_size
    if not size:
        raise Unreadable("empty")
    if size > HEAVIEST:
        raise Unreadable("weight")
    with path.open("rb") as file:
        start = file.read(1024)
        file.seek(max(0, size - TAIL))
        end = file.read()
    if b"%PDF-" not in start:
        raise Unreadable("other")
    if b"%%EOF" not in end:
        raise Unreadable("cut")


def _asked(command: list[str]) -> dict[str, Any]:
    """What the reading process told; Unreadable `heavy` when it was stopped, or died of the document."""
    try:
        done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, timeout=PATIENCE, check=True)
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError) as error:
        raise Unreadable("heavy") from error
