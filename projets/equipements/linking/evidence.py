"""What suggestions are made from and where they are kept: rows streamed, suggestions by COPY and set statements."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from projets.equipements.linking.matching import Text

# Every row that is compared, with what of it is compared; one line of it for each matter that has an amount or a text.
_ROWS: Final = """
    SELECT ligne_id, objet AS text, buyer, CASE WHEN place_kind ILIKE '%%postal%%' THEN '' ELSE place_code END AS place,
           ARRAY(SELECT identifier FROM equipements_titulaire AS t WHERE t.marche_id = m.ligne_id AND identifier <> '')
               AS suppliers, amount, extract(year FROM notified_on)::int AS year
    FROM equipements_marche AS m
    UNION ALL
    SELECT ligne_id, beneficiary || ' - ' || objet, giver, '', ARRAY[beneficiary_id]::varchar[], amount,
           extract(year FROM "on")::int FROM equipements_subvention
    UNION ALL
    SELECT ligne_id, operation, entity, '', ARRAY[]::varchar[], coalesce(realised, voted), year
    FROM equipements_lignebudget WHERE operation ~ '[[:alpha:]]{3}'
    UNION ALL
    SELECT ligne_id, objet, council, '', ARRAY[]::varchar[], NULL, extract(year FROM "on")::int
    FROM equipements_deliberation
    UNION ALL
    SELECT ligne_id, objet, buyer, '', ARRAY[]::varchar[], coalesce(high, low), extract(year FROM expected_on)::int
    FROM equipements_achat
"""
# Rows still published whose amount is not wholly tied yet.
_OPEN: Final = f"""
    SELECT row.ligne_id, row.text, row.buyer, row.place, row.suppliers, row.amount::float8, row.year
    FROM ({_ROWS}) AS row JOIN equipements_ligne AS ligne ON ligne.id = row.ligne_id
    WHERE ligne.withdrawn_at IS NULL AND (%(source)s::bigint IS NULL OR ligne.source_id = %(source)s)
      AND coalesce((SELECT sum(share) FROM equipements_rattachement AS r
                    WHERE r.ligne_id = ligne.id AND r.state = 'confirmed'), 0) < 1
"""
_TABLE: Final = """
    CREATE TEMPORARY TABLE found (ligne_id bigint, equipement_id bigint, score float8, reasons jsonb) ON COMMIT DROP
"""
_COPY: Final = "COPY found (ligne_id, equipement_id, score, reasons) FROM STDIN"
_DROP: Final = "DROP TABLE found"
_INDEX: Final = "CREATE INDEX ON found (ligne_id, equipement_id); ANALYZE found"
# What does not hold any more was a machine's word: it goes. What a person decided stays, whatever was found.
_FORGET: Final = """
    DELETE FROM equipements_rattachement AS r USING equipements_ligne AS ligne
    WHERE r.ligne_id = ligne.id AND r.state = 'suggested'
      AND (%(source)s::bigint IS NULL OR ligne.source_id = %(source)s)
      AND NOT EXISTS (SELECT FROM found WHERE found.ligne_id = r.ligne_id AND found.equipement_id = r.equipement_id)
"""
_AGAIN: Final = """
    UPDATE equipements_rattachement AS r SET score = found.score, reasons = found.reasons
    FROM found WHERE found.ligne_id = r.ligne_id AND found.equipement_id = r.equipement_id
      AND r.state = 'suggested' AND (r.score, r.reasons) IS DISTINCT FROM (found.score, found.reasons)
"""
# Apart from the INSERT: joined with the table that it fills, each row would be compared with all those just written.
_KNOWN: Final = """
    DELETE FROM found USING equipements_rattachement AS r
    WHERE r.ligne_id = found.ligne_id AND r.equipement_id = found.equipement_id
"""
_KEEP: Final = """
    INSERT INTO equipements_rattachement
        (ligne_id, equipement_id, score, reasons, state, share, why, suggested_at, settled_role, undone_reason)
    SELECT ligne_id, equipement_id, score, reasons, 'suggested', 1, '', now(), '', '' FROM found
    ON CONFLICT DO NOTHING
"""
BATCH: Final = 2_000
# Rows that have just been read by the thousand have no statistics yet: without them they are joined one by one.
_LEARN: Final = (
    "ANALYZE equipements_ligne, equipements_marche, equipements_titulaire, equipements_subvention, "
    "equipements_lignebudget, equipements_deliberation, equipements_achat, equipements_rattachement"
)

Found = tuple[int, int, float, str]  # row, facility, score, reasons as JSON


def open_rows(source: int | None) -> Iterator[Text]:
    """The rows of a source, or of all, that may still be tied; read as they are used."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN)
    with connection.chunked_cursor() as cursor:
        cursor.itersize = BATCH
        cursor.execute(_OPEN, {"source": source})
        for pk, text, buyer, place, suppliers, amount, year in cursor:
            yield Text(pk, text, buyer, place, tuple(suppliers), amount, year)


def keep(found: Iterable[Found], source: int | None) -> dict[str, int]:
    """Make these the open suggestions of that source; counts of what is new, changed and gone. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        with cursor.copy(_COPY) as copy:
            for each in found:
                copy.write_row(each)
        cursor.execute(_INDEX)
        told = {"gone": _FORGET, "changed": _AGAIN, "known": _KNOWN, "new": _KEEP}
        counts = {name: _count(cursor, statement, source) for name, statement in told.items()}
        del counts["known"]
        cursor.execute(_DROP)
        return counts


def _count(cursor: CursorWrapper, statement: str, source: int | None) -> int:
    cursor.execute(statement, {"source": source})
    return cursor.rowcount
