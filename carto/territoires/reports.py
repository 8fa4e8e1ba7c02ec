"""What an import did, told line by line: nothing is dropped without a word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_SHOWN: Final = 50


class SourceError(Exception):
    """A file that cannot be read at all; the message is French, for people."""


@dataclass(frozen=True)
class Remark:
    """Something to say about one row of a file: why it was refused, or what was repaired."""

    line: int
    code: str
    reason: str

    def __str__(self) -> str:
        code = f" ({self.code})" if self.code else ""
        return _("ligne %(line)d%(code)s : %(reason)s") % {"line": self.line, "code": code, "reason": self.reason}


@dataclass
class Report:
    """Counts of what an import changed, the rows it refused and those it repaired.

    `elsewhere` counts what a national table says of other places: neither taken nor refused.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    elsewhere: int = 0
    refused: list[Remark] = field(default_factory=list)
    repaired: list[Remark] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        """Whether the database is different from before."""
        return bool(self.added or self.changed or self.removed)

    def lines(self) -> Iterator[str]:
        """The report as people read it, one sentence a line."""
        yield _("%(added)d ajoutés, %(changed)d modifiés, %(unchanged)d inchangés, %(removed)d retirés.") % {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "removed": self.removed,
        }
        if self.elsewhere:
            yield _("%(n)d d’ailleurs, laissés de côté.") % {"n": self.elsewhere}
        yield from _told(_("Réparé"), self.repaired)
        yield from _told(_("Refusé"), self.refused)


def _told(word: str, remarks: Iterable[Remark]) -> Iterator[str]:
    remarks = list(remarks)
    for remark in remarks[:MOST_SHOWN]:
        yield f"{word} : {remark}"
    if (more := len(remarks) - MOST_SHOWN) > 0:
        yield ngettext("… et %(more)d autre ligne.", "… et %(more)d autres lignes.", more) % {"more": more}
