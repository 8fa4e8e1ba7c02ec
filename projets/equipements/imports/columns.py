"""Which of a file's columns holds which of our fields, and what has changed since the last reading of it.

A column that a field was read from and that is not there any more is never passed over: a person says where it went.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from projets.equipements.imports.formats import Field
from projets.equipements.imports.values import folded

NAME_WEIGHT: Final = 0.5
LIKELY: Final = 0.55
NOWHERE: Final = ""  # what a mapping says of a field that a person left without a column


def resolve(fields: Iterable[Field], header: Sequence[str], mapping: Mapping[str, Any]) -> dict[str, str]:
    """{field: column of this file}. What was settled counts first, even when its column is gone: the field then has
    none. The others are found by the names that the schema gives them, capitals, accents and signs forgiven.
    """
    settled: Mapping[str, str] = mapping.get("columns") or {}
    named = {}
    for column in header:
        named.setdefault(folded(column).replace(" ", ""), column)
    found: dict[str, str] = {}
    for field in fields:
        if field.name in settled:
            if settled[field.name] in header:
                found[field.name] = settled[field.name]
            continue
        known = (named.get(folded(name).replace(" ", "")) for name in field.columns)
        if column := next(filter(None, known), None):
            found[field.name] = column
    return found


@dataclass(frozen=True)
class Drift:
    """What is not as it was: columns come and gone, and where a gone one probably is now.

    `lost`: {our field: its column that is gone}, which nobody has settled yet.
    """

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str, float], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the report of an import."""
        return {
            "added": list(self.added),
            "gone": list(self.gone),
            "renamed": [{"from": old, "to": new, "score": round(score, 2)} for old, new, score in self.renamed],
            "lost": dict(self.lost),
        }


Samples = Mapping[str, Sequence[str]]  # some values of each column


def drift(before: Sequence[str], now: Sequence[str], mapping: Mapping[str, Any], old: Samples, new: Samples) -> Drift:
    """The drift from the header of the last reading to this one's; none at the first."""
    settled: Mapping[str, str] = mapping.get("columns") or {}
    used = [*settled.items(), *(("key", column) for column in mapping.get("key") or ())]
    lost = tuple(dict(pair for pair in used if pair[1] and pair[1] not in now).items())
    if not before:
        return Drift(lost=lost)
    added = tuple(column for column in now if column not in before)
    gone = tuple(column for column in before if column not in now)
    return Drift(added, gone, _renamed(gone, added, old, new), lost)


def _renamed(gone: Sequence[str], added: Sequence[str], old: Samples, new: Samples) -> tuple[Any, ...]:
    """The likeliest pairs first, each column once."""
    scored = sorted(
        ((likeness(was, old.get(was, ()), now, new.get(now, ())), was, now) for was in gone for now in added),
        reverse=True,
    )
    taken: set[str] = set()
    pairs = []
    for score, was, now in scored:
        if score >= LIKELY and f"-{was}" not in taken and f"+{now}" not in taken:
            taken |= {f"-{was}", f"+{now}"}
            pairs.append((was, now, score))
    return tuple(pairs)


def likeness(was: str, old: Sequence[str], now: str, new: Sequence[str]) -> float:
    """From 0 to 1: how alike two columns are, by their names and by what they hold."""
    names = SequenceMatcher(None, folded(was), folded(now)).ratio()
    if not old or not new:
        return names
    one, other = set(old), set(new)
    same = len(one & other) / min(len(one), len(other))
    shapes = _shape(old) == _shape(new)
    content = max(same, 0.5 * shapes)
    return max(NAME_WEIGHT * names + (1 - NAME_WEIGHT) * content, 0.9 * same if len(one) > 3 else 0)


def _shape(values: Sequence[str]) -> tuple[bool, int]:
    """Whether they are numbers, and how long they are, roughly."""
    numbers = sum(value.strip("-").replace(",", "").replace(".", "").isdigit() for value in values)
    return numbers > len(values) / 2, (sum(map(len, values)) // len(values)).bit_length()
