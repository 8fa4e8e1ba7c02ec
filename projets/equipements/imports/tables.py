"""Tables as they are met: any encoding, delimiter and compression, read row by row, or refused in words.

A bomb stops at a ceiling before it fills memory or disk: what is unpacked is counted as it comes.
"""

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HEAVIEST: Final = 1 << 30  # bytes, once unpacked
MOST_TIMES: Final = 200  # how much smaller honest text gets; looked at above BOMB
BOMB: Final = 64 << 20
LONGEST_LINE: Final = 1 << 20  # characters; also of one value
# Of a table whose schema is known: a deliberation's whole text is one value of it.
LONGEST_KNOWN: Final = 1 << 24
MOST_COLUMNS: Final = 1000
DELIMITERS: Final = ";,\t|"
PIECE: Final = 1 << 18
BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
# What the standard library raises of a damaged archive; a RuntimeError too for a password or an unknown compression.
BROKEN: Final = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)
_CONTROL: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def refused(said: str, code: str = "file") -> ValidationError:
    """The error of a file that cannot be read."""
    return ValidationError(said, code=code)


class _Counted(io.RawIOBase):
    """Bytes that are unpacked, up to a ceiling."""

    def __init__(self, source: BinaryIO, packed: int) -> None:
        self._source, self._packed, self._seen = source, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._source.read(len(buffer))
        self._seen += len(piece)
        swollen = self._seen > BOMB and self._seen > MOST_TIMES * self._packed
        if self._seen > HEAVIEST or swollen:
            raise refused(_("Ce fichier est trop lourd une fois décompressé : il n’est pas lu."), "heavy")
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, or of the one that a .gz or .zip holds; ValidationError when empty, too heavy or broken."""
    size = path.stat().st_size
    if size == 0:
        raise refused(_("Ce fichier est vide."), "empty")
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            if head.startswith(GZIP):
                source: Any = gzip.GzipFile(fileobj=file)
            elif head == ZIP:
                source = _member(zipfile.ZipFile(file))
            else:
                source = file
            yield io.BufferedReader(_Counted(source, size), PIECE)
    except BROKEN as error:
        raise refused(_("Ce fichier est abîmé : il ne se décompresse pas.")) from error


def _member(archive: zipfile.ZipFile) -> BinaryIO:
    """The one table of an archive."""
    inside = [name for name in archive.namelist() if not name.endswith("/") and "__MACOSX" not in name]
    tables = [name for name in inside if name.lower().endswith((".csv", ".txt", ".tsv"))] or inside
    if len(tables) != 1:
        raise refused(_("Cette archive contient plusieurs fichiers : envoyez celui qu’il faut lire."))
    return archive.open(tables[0])


def encoding_of(path: Path, *, known: bool = False) -> str:
    """UTF-8, UTF-16 with its mark, or Windows-1252; ValidationError for what is no text. Reads the whole file once."""
    told = path.stat()
    return _encoding(path, told.st_size, told.st_mtime_ns, known)


@lru_cache(maxsize=8)
def _encoding(path: Path, _size: int, _changed: int, known: bool) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = True
    controls = 0
    with unpacked(path) as file:
        head = file.peek(4)[:4]
        for mark, name in BOMS:
            if head.startswith(mark):
                return name
        while piece := file.read(PIECE):
            if b"\0" in piece and not known:
                raise refused(_("Ce fichier n’est pas un tableau de texte : il contient des octets nuls."), "binary")
            controls += len(_CONTROL.findall(piece))
            utf8 = utf8 and _goes_on(decoder, piece)
    if controls:
        raise refused(_("Ce fichier n’est pas un tableau de texte."), "binary")
    return "utf-8" if utf8 and _goes_on(decoder, b"", final=True) else "cp1252"


def _goes_on(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def opened(path: Path, mapping: Mapping[str, Any], *, known: bool = False) -> Iterator[TextIO]:
    """The text of a table, in the encoding that was settled or the one that is found; ValidationError."""
    encoding = mapping.get("encoding") or encoding_of(path, known=known)
    try:
        with unpacked(path) as file:
            yield io.TextIOWrapper(file, encoding=encoding, newline="")
    except LookupError as error:
        raise refused(_("Encodage inconnu : « %(name)s ».") % {"name": encoding}, "encoding") from error
    except UnicodeError as error:
        said = _("Ce fichier ne se lit pas en %(name)s : son encodage est un autre, ou il est abîmé.")
        raise refused(said % {"name": encoding}, "encoding") from error


def _lines(text: TextIO, *, known: bool) -> Iterator[str]:
    """Lines of a bearable length, without NUL."""
    longest = LONGEST_KNOWN if known else LONGEST_LINE
    while line := text.readline(longest):
        if len(line) >= longest:
            raise refused(_("Ce fichier n’est pas un tableau : une de ses lignes ne finit pas."), "line")
        if known:
            line = line.replace("\0", "")
        elif "\0" in line:
            raise refused(_("Ce fichier n’est pas un tableau de texte : il contient des octets nuls."), "binary")
        yield line


def delimiter_of(sample: list[str]) -> str:
    """The sign that cuts the first lines into the same number of columns, and into the most."""

    def cut(sign: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=sign) if row]
        if not widths or widths[0] < 2:
            return (0, 0)
        return (sum(width == widths[0] for width in widths) / len(widths), widths[0])

    def scored(sign: str) -> float:
        same, width = cut(sign)
        return same * min(width, 6) if same > 0.5 else same

    return max(DELIMITERS, key=scored)


@contextmanager
def _reader(path: Path, mapping: Mapping[str, Any], *, known: bool) -> Iterator[tuple[list[str], Iterator[list[str]]]]:
    csv.field_size_limit(LONGEST_KNOWN)  # of the whole process; a line is cut before
    with opened(path, mapping, known=known) as text:
        lines = _lines(text, known=known)
        sample = list(islice(lines, 30))
        sign = mapping.get("delimiter") or delimiter_of(sample)
        again = (line for part in (sample, lines) for line in part)
        reader = csv.reader(again, delimiter=sign, strict=False)
        try:
            head = next((row for row in reader if any(cell.strip() for cell in row)), [])
            yield _named(head), reader
        except csv.Error as error:
            said = _("Ce tableau est mal écrit, vers la ligne %(line)d (guillemets ?).")
            raise refused(said % {"line": reader.line_num}, "csv") from error


def _named(head: list[str]) -> list[str]:
    """The header, each name once; ValidationError when it is none."""
    if not head:
        raise refused(_("Ce fichier est vide."), "empty")
    if len(head) > MOST_COLUMNS:
        raise refused(_("Ce tableau a trop de colonnes."), "columns")
    if len(head) == 1:
        said = _("Ce tableau n’a qu’une colonne : aucun séparateur (; , tabulation) n’a été reconnu.")
        raise refused(said, "columns")
    names: list[str] = []
    for position, cell in enumerate(head, 1):
        name = cell.strip().lstrip("\ufeff")[:200] or _("colonne %(n)d") % {"n": position}
        while name in names:
            name = f"{name[:190]} ({position})"
        names.append(name)
    return names


def header(path: Path, mapping: Mapping[str, Any], *, known: bool = False) -> list[str]:
    """The columns of a table; ValidationError (French) for a file that is none.

    `known`: its schema is, so that a stray NUL is dropped rather than taken for the sign of another sort of file.
    """
    with _reader(path, mapping, known=known) as (names, _rows):
        return names


def records(path: Path, mapping: Mapping[str, Any], *, known: bool = False) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number (the header is the first), by column; ValidationError.

    Values beyond the header are kept under "" as a list: such a row is for its reader to refuse (`too_wide`).
    """
    with _reader(path, mapping, known=known) as (names, rows):
        width = len(names)
        for number, row in enumerate(rows, 2):
            if not any(row):
                continue
            if len(row) < width:
                row += [""] * (width - len(row))
            record: dict[str, Any] = dict(zip(names, row, strict=False))
            if any(cell.strip() for cell in row[width:]):
                record[""] = row[width:]
            yield number, record


def too_wide(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Why a row that has more values than columns is refused; nothing when it has not."""
    return (_("Cette ligne a plus de valeurs que le tableau n’a de colonnes."),) if "" in record else ()
