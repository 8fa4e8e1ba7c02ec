"""Rows of a SQLite file that somebody gives: read only, its one table."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from projets.equipements.imports.tables import refused

_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Each row by column; ValidationError (French) for a broken base, and for one of several tables."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            base.row_factory = sqlite3.Row
            tables = [row[0] for row in base.execute(_TABLES)]
            if len(tables) != 1:
                raise refused(_("Cette base contient plusieurs tables : exportez celle qu’il faut lire en CSV."))
            name = tables[0].replace('"', '""')
            yield from (dict(row) for row in base.execute(f'SELECT * FROM "{name}"'))
    except sqlite3.Error as error:
        raise refused(_("Cette base de données est abîmée.")) from error
