"""The lines of a budget as a tree: functions, one figure of the code after another, then natures. Pure, to the cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from projets.equipements.figures.functions import label_of

ONLY: Final = "!"  # after a code in an address: that code itself, not those that begin with it
NONE: Final = ONLY  # so, the lines without any code


@dataclass(frozen=True)
class Group:
    """What one function and one nature add up to."""

    function_code: str
    nature_code: str
    function_label: str
    nature_label: str
    total: Decimal
    lines: int

    @classmethod
    def all_of(cls, rows: Iterable[dict[str, Any]]) -> "list[Group]":
        """From what the database answers."""
        return [cls(**row) for row in rows]


@dataclass(frozen=True)
class Branch:
    """One branch: `code` is what its address says of it, `query` the whole of that address."""

    code: str
    label: str
    total: Decimal
    lines: int
    is_nature: bool = False
    query: str = ""


def under(groups: Iterable[Group], code: str) -> list[Group]:
    """The groups that a branch holds; an empty code is the whole budget."""
    if code.endswith(ONLY):
        return [group for group in groups if group.function_code == code[:-1]]
    return [group for group in groups if group.function_code.startswith(code)]


def branches(groups: Sequence[Group], code: str, year: int) -> list[Branch]:
    """What a branch divides into, largest first: each group of it is in exactly one."""
    held = under(groups, code)
    codes = {group.function_code for group in held}
    if code and len(codes) < 2:
        found = _natures(held)
    else:
        found = [_function(part, some, year) for part, some in _parts(held, code).items()]
    return sorted(found, key=lambda branch: (-branch.total, branch.code))


def _parts(held: Iterable[Group], code: str) -> dict[str, list[Group]]:
    """By the next figure of the code; those that have no more apart."""
    parts: dict[str, list[Group]] = {}
    for group in held:
        own = group.function_code
        key = f"{own}{ONLY}" if own == code else own[: len(code) + 1]
        parts.setdefault(key, []).append(group)
    return parts


def _function(key: str, groups: list[Group], year: int) -> Branch:
    """One part; where only one way leads further, its address is at the end of it."""
    codes = {group.function_code for group in groups}
    code = key if key.endswith(ONLY) else _shared(codes)
    label = _label(code, groups, year)
    return Branch(code, label, sum(group.total for group in groups), sum(group.lines for group in groups))


def _shared(codes: Iterable[str]) -> str:
    """The longest beginning that all the codes have."""
    first, last = min(codes), max(codes)
    size = next((size for size in range(len(first)) if first[size] != last[size : size + 1]), len(first))
    return first[:size]


def _label(code: str, groups: Iterable[Group], year: int) -> str:
    if code == NONE:
        return _("Sans fonction")
    bare = code.removesuffix(ONLY)
    own = next((group.function_label for group in groups if group.function_code == bare and group.function_label), "")
    label = own or label_of(bare, year) or _("Fonction %(code)s") % {"code": bare}
    return _("%(label)s, sans détail") % {"label": label} if code.endswith(ONLY) else label


def label_at(groups: Sequence[Group], code: str, year: int) -> str:
    """The name of the branch at an address."""
    return _label(code, under(groups, code), year)


def _natures(held: Iterable[Group]) -> list[Branch]:
    natures: dict[str, list[Group]] = {}
    for group in held:
        natures.setdefault(group.nature_code, []).append(group)
    return [
        Branch(
            code or NONE,
            next((group.nature_label for group in some if group.nature_label), "")
            or (_("Nature %(code)s") % {"code": code} if code else _("Sans nature")),
            sum(group.total for group in some),
            sum(group.lines for group in some),
            is_nature=True,
        )
        for code, some in natures.items()
    ]


def trail(code: str) -> list[str]:
    """The addresses of the branches above one, the largest first, without the whole nor itself."""
    bare = code.removesuffix(ONLY)
    shorter = [bare[:size] for size in range(1, len(bare))]
    return [*shorter, bare] if bare and code.endswith(ONLY) else shorter
