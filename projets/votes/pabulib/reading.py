"""Reading `.pb` files (META, PROJECTS, VOTES, separated by semicolons) and lists of projects without their ballots."""

import csv
import gzip
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from projets.votes.pabulib.election import Election, PabulibError, PbProject, decimal_of
from projets.votes.scrutin import Ballot

SECTIONS: Final = ("META", "PROJECTS", "VOTES")
LARGEST: Final = 200_000_000  # bytes


def read_file(path: Path) -> list[Election]:
    """What a `.pb`, or a CSV of projects (`.csv`, `.csv.gz`), holds. Raises PabulibError, OSError."""
    if path.stat().st_size > LARGEST:
        raise PabulibError("Ce fichier est trop gros.")
    try:
        if path.name.endswith((".csv", ".csv.gz")):
            return list(read_listing(path))
        return [read_pb(path.read_text(encoding="utf-8-sig"), path.name)]
    except UnicodeDecodeError:
        raise PabulibError("Ce fichier n’est pas en UTF-8.") from None
    except csv.Error as error:
        raise PabulibError(f"Ce fichier ne se lit pas comme un tableau : {error}") from None


def read_pb(text: str, name: str = "") -> Election:
    """One election, ballots and all. PabulibError with its line when something cannot be understood."""
    sections: dict[str, list[tuple[int, list[str]]]] = {section: [] for section in SECTIONS}
    current = ""
    for line, row in enumerate(csv.reader(text.splitlines(), delimiter=";"), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) == 1 and cells[0].upper() in SECTIONS:
            current = cells[0].upper()
        elif not current:
            raise PabulibError(f"Ligne {line} : le fichier commence par META.")
        else:
            sections[current].append((line, cells))
    meta = {cells[0]: ";".join(cells[1:]) for _line, cells in sections["META"] if cells[0] != "key"}
    projects = tuple(_project(row, line) for line, row in _rows(sections["PROJECTS"], "project_id"))
    ballots = tuple(_ballot(row, meta, line) for line, row in _rows(sections["VOTES"], "voter_id"))
    if not projects:
        raise PabulibError("Ce fichier n’a aucun projet.")
    return Election(name, meta, projects, ballots if sections["VOTES"] else None)


def _rows(lines: list[tuple[int, list[str]]], first: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row by its columns' names."""
    if not lines:
        return
    line, header = lines[0]
    if first not in header:
        raise PabulibError(f"Ligne {line} : la colonne « {first} » manque.")
    for line, cells in lines[1:]:
        if len(cells) > len(header):
            raise PabulibError(f"Ligne {line} : {len(cells)} colonnes au lieu de {len(header)}.")
        yield line, dict(zip(header, cells, strict=False))


def _project(row: dict[str, str], line: int) -> PbProject:
    if not row.get("project_id"):
        raise PabulibError(f"Ligne {line} : un projet sans identifiant.")
    return PbProject(
        code=row["project_id"],
        name=row.get("name") or row["project_id"],
        cost=decimal_of(row.get("cost", "")),
        votes=decimal_of(row.get("votes", "")),
        score=decimal_of(row.get("score", "")),
        # 2, 3… are Pabulib's words for « paid for with other money » and « set aside »: not this vote's winners
        selected=row["selected"] == "1" if row.get("selected", "") != "" else None,
        incompatible=frozenset(filter(None, row.get("incompatible", "").split(","))),
    )


def _ballot(row: dict[str, str], meta: dict[str, str], line: int) -> Ballot:
    """As the kind of vote has it: chosen, ranked in the order written, or with points."""
    codes = [code.strip() for code in row.get("vote", "").split(",") if code.strip()]
    if len(set(codes)) != len(codes):
        raise PabulibError(f"Ligne {line} : un projet y est deux fois.")
    if points := row.get("points", ""):
        values = [decimal_of(value) for value in points.split(",")]
        if len(values) != len(codes) or any(value is None for value in values):
            raise PabulibError(f"Ligne {line} : autant de points que de projets.")
        return dict(zip(codes, map(int, values), strict=True))
    if meta.get("vote_type") == "ordinal":
        return {code: rank for rank, code in enumerate(codes, start=1)}
    return dict.fromkeys(codes, 1)


def read_listing(path: Path) -> Iterator[Election]:
    """The elections of a CSV of projects with their tallies, `meta_…` columns and `_file`; it holds no ballots."""
    opened = gzip.open if path.name.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if not {"_file", "project_id", "cost", "votes"} <= set(rows.fieldnames or ()):
            raise PabulibError("Il manque les colonnes _file, project_id, cost ou votes.")
        for name, group in groupby(sorted(rows, key=lambda row: row["_file"]), key=lambda row: row["_file"]):
            listed = list(group)
            meta = {key.removeprefix("meta_"): value for key, value in listed[0].items() if key.startswith("meta_")}
            projects = tuple(_project(row, rank) for rank, row in enumerate(listed, start=1))
            yield Election(name, meta, projects, None, ("le nombre de projets du bulletin n’y est pas",))
