"""Which reader a file is for."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projets.equipements.imports.formats import Format, formats

SURE = 0.99


def guess(path: Path) -> Format:
    """The reader that knows the file best; ValidationError when none does, with what the table reader says of it."""
    best, likely = 0.0, None
    for each in formats().values():
        if (found := each.guess(path)) > best:
            best, likely = found, each
        if best >= SURE:
            break
    if likely is not None:
        return likely
    if (table := formats().get("table")) is not None:
        table.columns(path, {})  # says why it is no table
    raise ValidationError(_("Ce fichier n’est d’aucun format connu."))
