"""What people made of refused rows, taken again as the same rows go by in a later reading."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from projets.equipements.imports.formats import Format, Row
from projets.equipements.imports.keys import checksum
from projets.equipements.models import Correction, Source


class Mending:
    """Replaces each row that somebody corrected by what they made of it, as long as its file still says the same."""

    def __init__(self, source: Source, reader: Format, asked: Mapping[str, Any], path: Path) -> None:
        """For one reading: what was corrected of that source, in one query."""
        self._one, self._asked, self._path = reader.one, asked, path
        self._known = {(each.sha256, each.nth): each for each in _last(source)} if reader.one else {}
        self._prints = {sha256 for sha256, _nth in self._known}
        self._met: Counter[str] = Counter()
        self.count = 0

    def __call__(self, row: Row) -> tuple[Row, str | None]:
        """The row to take, and the print of what is published where another was taken instead."""
        if not self._known or (published := checksum(row.data)) not in self._prints:
            return row, None
        self._met[published] += 1
        correction = self._known.get((published, self._met[published]))
        again = self._again(correction) if correction else None
        if again is None or again.reasons:
            return row, None
        self.count += 1
        return replace(again, number=row.number, key=correction.key), published

    def _again(self, correction: Correction) -> Row | None:
        try:
            return self._one(correction.data, self._asked, self._path)
        except ValidationError:  # the rules are others now: the row is refused again, and a person sees it
            return None


def _last(source: Source) -> list[Correction]:
    """The corrections that count, those that leave a row left out."""
    of_each = Correction.objects.filter(source=source).order_by("sha256", "nth", "-pk").distinct("sha256", "nth")
    return list(Correction.objects.filter(pk__in=of_each.values("pk")).exclude(data=None))
