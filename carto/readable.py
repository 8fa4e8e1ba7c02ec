"""Readable files that people write (TOML, CSV): what is wrong is told with its file and line, in French."""

import csv
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured


class Unreadable(ImproperlyConfigured):
    """Something in a file that cannot be: « services.csv, ligne 3 : … »."""

    def __init__(self, path: Path, said: str, line: int | None = None) -> None:
        """`line` counts from 1; None when the whole file is meant."""
        super().__init__(f"{path.name}, ligne {line} : {said}" if line else f"{path.name} : {said}")
        self.path, self.line = path, line


def read_toml(path: Path) -> dict[str, Any]:
    """The whole file; Unreadable when it is not there or is no TOML."""
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        words, _, place = str(error).partition(" (at line ")
        line = place.partition(",")[0]
        raise Unreadable(path, f"ce n’est pas du TOML ({words}).", int(line) if line.isdecimal() else None) from error


class Row(dict[str, str]):
    """One line of a CSV file, which knows where it stands."""

    path: Path
    line: int

    def refused(self, said: str) -> Unreadable:
        """The error to raise when what it says cannot be."""
        return Unreadable(self.path, said, self.line)


def read_rows(path: Path, required: Iterable[str] = ()) -> Iterator[Row]:
    """The lines of a CSV file, blanks around values dropped; an empty line is passed over.

    Unreadable when the file is not there, lacks a column, or when a line has too many or too few values.
    """
    reader = csv.DictReader(_text(path).splitlines(keepends=True), restkey="", strict=True)
    columns = reader.fieldnames or []
    if missing := [name for name in required if name not in columns]:
        raise Unreadable(path, f"il manque la colonne {', '.join(missing)} ; lues : {', '.join(columns)}.", 1)
    try:
        for row in reader:
            if "" in row or None in row.values():
                raise Unreadable(path, f"{len(columns)} valeurs sont attendues.", reader.line_num)
            read = Row({name: value.strip() for name, value in row.items()})
            read.path, read.line = path, reader.line_num
            yield read
    except csv.Error as error:
        raise Unreadable(path, f"ce n’est pas du CSV ({error}).", reader.line_num) from error


def line_of(path: Path, *words: str) -> int | None:
    """The first line where these words follow one another, for telling where a value was written; None if nowhere."""
    wanted = list(words)
    for number, line in enumerate(_text(path).splitlines(), 1):
        if wanted and wanted[0] in line:
            wanted.pop(0)
        if not wanted:
            return number
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Unreadable(path, f"le fichier n’existe pas ({path.parent}).") from error
    except UnicodeDecodeError as error:
        raise Unreadable(path, "le fichier n’est pas en UTF-8.") from error
    except OSError as error:
        raise Unreadable(path, f"le fichier ne se lit pas ({error.strerror}).") from error
