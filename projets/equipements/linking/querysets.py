"""The money that rows tell, by kind, and how much of it is tied to places: exact, never over two kinds."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import connection

# One line for each amount that a row publishes. A grant whose file says when it is paid is paid, else voted; budget
# lines are spending that leaves the till.
_PUBLISHED: Final = """
    SELECT ligne_id, 'contract' AS matter, 'notified' AS kind, 'ht' AS basis, '' AS document,
           extract(year FROM notified_on)::int AS year, amount, objet AS told FROM equipements_marche
    UNION ALL
    SELECT s.ligne_id, 'subsidy', CASE WHEN coalesce(l.data->>'datesPeriodeVersement', '') <> '' THEN 'paid'
           ELSE 'voted' END, 'unknown', '', extract(year FROM s."on")::int, s.amount,
           concat_ws(' · ', s.beneficiary, nullif(s.objet, ''))
    FROM equipements_subvention AS s JOIN equipements_ligne AS l ON l.id = s.ligne_id
    UNION ALL
    SELECT ligne_id, 'budget', kind, 'unknown', document, year, amount,
           concat_ws(' · ', nullif(operation, ''), nullif("function", ''), nullif(nature, ''))
    FROM equipements_lignebudget
    CROSS JOIN LATERAL (VALUES ('voted', voted), ('realised', realised)) AS both_ways (kind, amount)
    WHERE spending AND NOT "order"
    UNION ALL
    SELECT ligne_id, 'purchase', 'estimated', 'ht', '', extract(year FROM expected_on)::int, coalesce(high, low), objet
    FROM equipements_achat
"""
_TIED: Final = """
    SELECT ligne_id, kind, sum(amount) AS amount FROM equipements_cout
    WHERE ligne_id IS NOT NULL AND method IN ('linked', 'apportioned') AND state IN ('confirmed', 'contested')
    GROUP BY ligne_id, kind
"""
_JOINED: Final = f"""
    FROM ({_PUBLISHED}) AS p JOIN equipements_ligne AS ligne ON ligne.id = p.ligne_id AND ligne.withdrawn_at IS NULL
    LEFT JOIN ({_TIED}) AS tied ON tied.ligne_id = p.ligne_id AND tied.kind = p.kind
    WHERE p.amount IS NOT NULL
"""
_SHARES: Final = f"""
    SELECT p.matter, p.kind, p.basis, p.document, p.year, count(*), sum(p.amount), count(tied.ligne_id),
           coalesce(sum(tied.amount), 0)
    {_JOINED} GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 5 DESC NULLS LAST, 4, 2
"""
_LISTED: Final = f"""
    SELECT p.ligne_id, p.told, p.amount, coalesce(tied.amount, 0), source.title, count(*) OVER ()
    {_JOINED.replace("LEFT JOIN", "JOIN equipements_source AS source ON source.id = ligne.source_id LEFT JOIN")}
      AND p.matter = %(matter)s AND p.kind = %(kind)s AND p.document = %(document)s
      AND p.year IS NOT DISTINCT FROM %(year)s AND (tied.ligne_id IS NOT NULL) = %(tied)s
    ORDER BY p.amount DESC, p.ligne_id LIMIT %(limit)s OFFSET %(offset)s
"""
_OF_ROWS: Final = f"""
    SELECT ligne_id, kind, basis, year, amount, told FROM ({_PUBLISHED}) AS p
    WHERE ligne_id = ANY(%(lignes)s) ORDER BY kind DESC
"""


@dataclass(frozen=True)
class Share:
    """What was published of one matter, kind and year, and how much of it is tied; amounts in euros."""

    matter: str
    kind: str
    basis: str
    document: str
    year: int | None
    rows: int
    published: Decimal
    tied_rows: int
    tied: Decimal

    @property
    def elsewhere(self) -> Decimal:
        """What is not on the map."""
        return self.published - self.tied


@dataclass(frozen=True)
class Amount:
    """One amount that a row publishes."""

    kind: str
    basis: str
    year: int | None
    amount: Decimal | None
    told: str


def shares() -> list[Share]:
    """Every matter, the latest year first; rows withdrawn from their file are left out."""
    return [Share(*row) for row in _rows(_SHARES, {})]


def listed(share: dict[str, Any], *, tied: bool, limit: int, offset: int) -> tuple[list[tuple[Any, ...]], int]:
    """Rows of one share (matter, kind, document, year), tied or not, the largest first, and how many there are."""
    found = _rows(_LISTED, share | {"tied": tied, "limit": limit, "offset": offset})
    return [row[:-1] for row in found], found[0][-1] if found else 0


def amounts_of_rows(lignes: Iterable[int]) -> dict[int, list[Amount]]:
    """The amounts that each row publishes, with their kind; none for a deliberation."""
    found: dict[int, list[Amount]] = {ligne: [] for ligne in lignes}
    for ligne, *amount in _rows(_OF_ROWS, {"lignes": list(found)}):
        found[ligne].append(Amount(*amount))
    return found


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
