"""A large JSON file, record after record: memory holds a piece of it, never the whole.

The standard library decodes one object at a time from where the last one ended. Numbers with decimals stay the text
that the file has, so that no cent passes through a float.
"""

import json
import re
from collections.abc import Collection, Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any, Final, TextIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PIECE: Final = 1 << 20  # characters read at once
LARGEST: Final = 1 << 25  # characters of one record
DIGITS: Final = 18  # of a whole number; above, it is kept as text
DEEPEST: Final = 4  # lists and objects around the records
_SPACE: Final = re.compile(r"[ \t\r\n]*")


def records(path: Path, around: Collection[str], named: Collection[str]) -> Iterator[tuple[str, Any]]:
    """(the name under which it stands, record) of each record of a file.

    Records stand in a list at the root, or in a list or alone under one of the keys `named`; the keys `around` hold
    either. What other keys hold is passed over. Raises ValidationError (French) for a file that is cut short, is no
    JSON or has no such key.
    """
    with path.open("rb") as head:
        encoding = json.detect_encoding(head.read(4))
    try:
        with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
            window = _Window(file)
            met = yield from _walk(window, "", frozenset(around), frozenset(named), 0)
            if window.peek():
                raise window.broken()
    except UnicodeDecodeError:
        raise ValidationError(_("Ce fichier JSON n’est pas en UTF-8 : ses accents ne se lisent pas.")) from None
    if not met:
        raise ValidationError(_("Ce fichier JSON ne contient rien de ce qui est attendu."))


def _walk(
    window: "_Window", name: str, around: frozenset[str], named: frozenset[str], depth: int
) -> Iterator[tuple[str, Any]]:
    """Yields the records of one value; returns whether it is a place for records, even empty."""
    opening = window.peek()
    if opening == "[" and (name in named or name in around or not name):
        for _each in window.items("[", "]"):
            yield name, window.value()
        return True
    if opening == "{" and name in named:
        yield name, window.value()
        return True
    if opening != "{" or depth > DEEPEST or (name and name not in around):
        window.value()
        return False
    met = False
    for _each in window.items("{", "}"):
        key = window.value()
        window.take(":")
        if isinstance(key, str) and (key in named or key in around):
            met = (yield from _walk(window, key, around, named, depth + 1)) or met
        else:
            window.value()
    return met


def _number(text: str) -> int | str:
    return int(text) if len(text) <= DIGITS else text


_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=_number, parse_constant=str)


class _Window:
    """The piece of the file that is in memory, and where one has got to."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._text, self._at, self._ended = file, "", 0, False
        self._done = 0  # values read

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._grow():
                return ""

    def take(self, wanted: str) -> None:
        """Go past one character that must be there."""
        if self.peek() != wanted:
            raise self.broken()
        self._at += 1

    def items(self, opening: str, closing: str) -> Iterator[None]:
        """Stop before each item of a list or object; whoever asks takes it."""
        self.take(opening)
        if self.peek() == closing:
            self._at += 1
            return
        while True:
            yield
            if self.peek() == closing:
                self._at += 1
                return
            self.take(",")

    def value(self) -> Any:
        """The value that begins here."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except JSONDecodeError:
                if len(self._text) - self._at > LARGEST or not self._grow():
                    raise self.broken() from None
            except RecursionError:
                raise self.broken() from None
            else:
                # A number at the very end may go on in the next piece.
                if end < len(self._text) or isinstance(value, dict | list) or not self._grow():
                    break
        strange = _strange(self._text, self._at, end)
        self._at, self._done = end, self._done + 1
        return cleaned(value) if strange else value

    def broken(self) -> ValidationError:
        """What is wrong, with what was read before."""
        if self._ended and self._at >= len(self._text.rstrip()):
            return ValidationError(_("Ce fichier JSON est coupé avant sa fin.") if self._done else _("Il est vide."))
        told = _("Ce fichier JSON ne se lit pas : il est coupé ou mal écrit après « %(text)s ».")
        return ValidationError(told % {"text": cleaned(self._text[max(0, self._at - 60) : self._at + 20]).strip()})

    def _grow(self) -> bool:
        if self._ended:
            return False
        more = self._file.read(max(PIECE, len(self._text) - self._at))
        self._text, self._at, self._ended = self._text[self._at :] + more, 0, not more
        return bool(more)


def _strange(text: str, start: int, end: int) -> bool:
    """Whether there may be what the database does not keep: NUL, halves of characters."""
    return any(text.find(mark, start, end) >= 0 for mark in ("\x00", "\\u0000", "\\ud", "\\uD"))


def cleaned(value: Any) -> Any:
    """The same without NUL and without halves of characters, which neither PostgreSQL nor UTF-8 know."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, dict):
        return {cleaned(key): cleaned(each) for key, each in value.items()}
    return value
