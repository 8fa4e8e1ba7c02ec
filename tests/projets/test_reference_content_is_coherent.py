"""What the reference content says of organisations and accounts holds together, as far as a machine can tell."""

import csv
import re
from pathlib import Path

import pytest
from django.conf import settings

CONTENT = Path(settings.BASE_DIR) / "projets" / "equipements" / "content"
TELEPHONE = re.compile(r"(?<!\d)(?:\+33|0)[ .]?[1-9](?:[ .]?\d{2}){4}(?!\d)")


def _rows(name: str) -> list[dict[str, str]]:
    with (CONTENT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _luhn(number: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(number), 1))
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


@pytest.mark.parametrize("name", ["organismes.csv", "argent/organismes.csv"])
def test_sirens_have_their_check_digit(name: str) -> None:
    sirens = {row["slug"]: row["siren"] for row in _rows(name) if row.get("siren")}
    assert sirens and [slug for slug, siren in sirens.items() if len(siren) != 9 or not _luhn(siren)] == []


def test_no_telephone_is_given_without_its_source() -> None:
    found = [path.name for path in CONTENT.rglob("*.csv") if TELEPHONE.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_function_is_part_of_another_and_named_once() -> None:
    rows = _rows("nomenclatures.csv")
    codes = {(row["nomenclature"], row["sort"], row["code"]) for row in rows}
    assert len(codes) == len(rows)
    orphans = [
        (kind, sort, code)
        for kind, sort, code in codes
        if sort == "function" and len(code) > 1 and (kind, sort, code[:-1]) not in codes
    ]
    assert orphans == []
