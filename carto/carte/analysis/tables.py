"""Each table of an analysis as CSV, to be counted again; numbers are plain, a cell that may not be told is empty.

`?excel=1` gives semicolons, decimal commas and the mark by which French Excel reads accents.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.utils.timezone import localdate

from carto.carte.analysis.asked import AnalysisPanel
from carto.carte.analysis.counting import Series, counted, counts_by
from carto.carte.analysis.places import Place, places, tabled_on
from carto.carte.analysis.subjects import subjects
from carto.carte.analysis.voices import ages, voices
from carto.text import BOM, cell

Rows = Iterator[tuple[Any, ...]]
MOST_TERMS: Final = 50  # of a group


def contributions(panel: AnalysisPanel) -> Rows:
    """By layer and by theme."""
    found = counted(panel.kept)
    first, last = found.window.before
    yield ("groupe", "code", "nom", "total", "periode_du", "periode_au", "periode", "avant_du", "avant_au", "avant")
    groups: list[tuple[str, tuple[Series, ...]]] = [("couche", found.kinds), ("theme", found.themes)]
    for group, series in groups:
        for one in series:
            yield (group, one.code, one.label, one.total, found.window.since, found.window.until, one.now,
                   first, last, one.before)  # fmt: skip


def rhythm(panel: AnalysisPanel) -> Rows:
    """By day, week, month or year, as the page draws it; a column for each layer."""
    found = counted(panel.kept)
    yield ("du", "au", *(one.code for one in found.kinds), "total")
    for rank, bar in enumerate(found.frame.bars):
        yield (bar.since, bar.until, *(one.bars[rank] for one in found.kinds), bar.count)


def quartiers(panel: AnalysisPanel) -> Rows:
    """By quartier, else by commune; what lies in none comes last, without a code."""
    found = places(panel.kept)
    yield ("code", "nom", "niveau", "contributions", "habitants", "annee", "pour_1000_habitants")
    yield from map(_place, found.rows)
    yield ("", "hors quartier", "", found.outside, "", "", "")


def micro_quartiers(panel: AnalysisPanel) -> Rows:
    """By IRIS, those without any too."""
    yield ("code", "nom", "niveau", "contributions", "habitants", "annee", "pour_1000_habitants")
    yield from map(_place, places(panel.kept).iris)


def themes_by_quartier(panel: AnalysisPanel) -> Rows:
    """By quartier, else by commune, and theme; what lies in none has no code. Nothing where nobody has spoken."""
    rows = tabled_on(localdate())
    found: Counter[tuple[str, str, str]] = Counter()
    for (_kind, theme, commune, quartier), n in counts_by(panel.kept, "theme", "commune", "quartier").items():
        where = rows.get(quartier) or rows.get(commune)
        found[where.code if where else "", where.name if where else "hors quartier", theme] += n
    yield ("code", "nom", "theme", "contributions")
    yield from ((*key, n) for key, n in sorted(found.items()))


def _place(row: Place) -> tuple[Any, ...]:
    where = row.territoire
    people = "" if row.people is None else float(row.people)
    rate = "" if row.rate is None else round(float(row.rate), 4)
    return (where.code, where.name, where.get_level_display(), row.n, people, row.year or "", rate)


def heard(panel: AnalysisPanel) -> Rows:
    """By door, signature and hour; the accounts that write most; the ages of consultations."""
    found = voices(panel.kept)
    yield ("sorte", "code", "nom", "contributions", "sur")
    for sort, parts in (("porte", found.doors), ("signature", found.signatures), ("heure", found.hours)):
        for one in parts:
            yield (sort, one.code, one.label, "" if one.n is None else one.n, "")
    if found.loudest:
        loud = found.loudest
        yield ("comptes", "", f"{loud.top} / {loud.accounts}", loud.told, loud.signed)
    for age in ages(panel.kept.territoire):
        yield ("age", "", age.label, age.voices, age.people)


def words(panel: AnalysisPanel) -> Rows:
    """Each term of each group with the four numbers of its score."""
    found = subjects(panel, MOST_TERMS)
    yield ("sorte", "code", "nom", "terme", "racines", "textes_avec", "textes", "ailleurs_avec", "ailleurs", "z",
           "comptes", "sans_signature")  # fmt: skip
    for group in found.groups:
        for term, _address in group.terms:
            whom = ("" if n is None else n for n in (term.accounts, term.unsigned))
            yield (group.sort, group.code, group.label, term.face, term.key, term.n, term.size, term.n_others,
                   term.others, round(term.z, 6), *whom)  # fmt: skip


TABLES: Final[dict[str, Callable[[AnalysisPanel], Rows]]] = {
    "contributions": contributions, "rythme": rhythm, "quartiers": quartiers, "micro-quartiers": micro_quartiers,
    "themes-par-quartier": themes_by_quartier,
    "voix": heard, "mots": words,
}  # fmt: skip


def as_csv(rows: Rows, *, excel: bool) -> str:
    """The rows as one text."""
    buffer = io.StringIO()
    buffer.write(BOM if excel else "")
    writer = csv.writer(buffer, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerows([cell(value, comma=excel) for value in row] for row in rows)
    return buffer.getvalue()
