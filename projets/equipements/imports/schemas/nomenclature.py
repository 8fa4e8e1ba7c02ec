"""What the codes of local accounts say in words: functions of M14 and M57, natures. From content/nomenclatures.csv."""

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

CONTENT: Final = Path(__file__).parents[2] / "content" / "nomenclatures.csv"
M57_FOR_ALL: Final = 2024  # the first year in which nobody uses M14 any more


def nomenclature_of(year: int, chosen: str = "") -> str:
    """M14 or M57: as a person said of the source, else by the year."""
    return chosen if chosen in ("M14", "M57") else ("M57" if year >= M57_FOR_ALL else "M14")


@lru_cache(maxsize=4096)
def function_label(code: str, nomenclature: str) -> str:
    """The words of a function, or of the longest part of its code that has any; empty for none."""
    return _label(_read()[nomenclature, "function"], code, 1)


@lru_cache(maxsize=4096)
def nature_label(code: str) -> str:
    """The same of a nature, which M14 and M57 mostly number alike."""
    return _label(_read()["", "nature"], code, 2)


def _label(labels: dict[str, str], code: str, least: int) -> str:
    return next((labels[code[:size]] for size in range(len(code), least - 1, -1) if code[:size] in labels), "")


@cache
def _read() -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    with CONTENT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["nomenclature"], row["sort"]), {})[row["code"]] = row["label"]
    return found
