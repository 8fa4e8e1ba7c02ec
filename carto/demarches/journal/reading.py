"""A journal as it is asked for: some sorts of lines, some roles; what names nothing is left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from carto.demarches.journal.lines import Line, Sort, as_what


@dataclass(frozen=True)
class Asked:
    """What is kept; nothing asked keeps everything."""

    sorts: tuple[str, ...] = ()
    role: str = ""

    @classmethod
    def read(cls, params: QueryDict) -> "Asked":
        """From an address."""
        role = params.get("role", "")
        sorts = tuple(each for each in dict.fromkeys(params.getlist("sorte")) if each in Sort.values)
        return cls(sorts, role if as_what(role) else "")

    @property
    def query(self) -> str:
        """The same choice as the end of an address."""
        told = [("sorte", each) for each in self.sorts] + [("role", self.role)]
        return urlencode([pair for pair in told if pair[1]])

    def kept(self, lines: Iterable[Line]) -> list[Line]:
        """Those lines, the latest first."""
        found = [
            each
            for each in lines
            if (not self.sorts or each.sort in self.sorts) and (not self.role or each.role == self.role)
        ]
        return sorted(found, key=lambda each: (each.moment, each.key), reverse=True)


def roles_in(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """(role, in words) of whoever acted, in the order of the words."""
    found = {each.role: each.by for each in lines if each.by}
    return sorted(found.items(), key=lambda pair: pair[1])
