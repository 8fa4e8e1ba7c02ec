"""Text tables as public bodies publish them: `;`, `,` or tab, with or without BOM, UTF-8 or Windows, gzip'd or not."""

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from carto.territoires.reports import SourceError

LONGEST_FIELD: Final = 100_000


@contextmanager
def open_table(path: Path, *columns: str) -> Iterator[csv.DictReader]:
    """Rows of the table by (upper-case) column name; raises SourceError when it is none or lacks one of `columns`."""
    encoding = _encoding(path)
    with _opened(path) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as stream:
        try:
            header = stream.readline(LONGEST_FIELD)
            if "\x00" in header:
                raise SourceError(_("« %(name)s » n’est pas un tableau de texte.") % {"name": path.name})
            separator = max(";,\t", key=header.count)
            names = [name.strip().upper() for name in next(csv.reader([header], delimiter=separator), [])]
            missing = [name for name in columns if name.upper() not in names]
            if missing:
                raise SourceError(
                    _("Colonne absente : %(missing)s. Le tableau a : %(names)s.")
                    % {"missing": ", ".join(missing), "names": ", ".join(names)[:400]}
                )
            yield csv.DictReader(stream, names, delimiter=separator, restval="")
        except (csv.Error, UnicodeError, EOFError, OSError) as error:
            raise SourceError(
                _("« %(name)s » s’arrête ou s’abîme en chemin (%(why)s).") % {"name": path.name, "why": error}
            ) from error


def _opened(path: Path) -> io.BufferedIOBase:
    try:
        with path.open("rb") as stream:
            zipped = stream.read(2) == b"\x1f\x8b"
        return gzip.open(path) if zipped else path.open("rb")
    except OSError as error:
        raise SourceError(_("Le fichier « %(path)s » ne peut pas être lu.") % {"path": path}) from error


def _encoding(path: Path) -> str:
    """UTF-8 unless the first megabyte says otherwise; what is cut at its end does not count."""
    with _opened(path) as stream:
        try:
            start = stream.read(1 << 20)
        except (OSError, EOFError) as error:
            raise SourceError(_("Le fichier « %(path)s » ne peut pas être lu.") % {"path": path}) from error
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(start) - 4:
            return "cp1252"
    return "utf-8-sig"
