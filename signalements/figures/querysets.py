"""The rows behind the figures: read whole as columns for the counts, and one by one for whoever downloads them.

Both come from one statement, so that a figure and its rows cannot disagree. Days are those of the city: a row tells no
hour, and a delay is counted from day to day, as anybody can count it again from the download.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.db import connection

Array = np.ndarray
_DAY: Final = "({0} AT TIME ZONE %(zone)s)::date"
# When it was closed: treated, the last time (the database keeps that day); declined, the day that its history says.
_CLOSED: Final = f"""CASE signalement.status
    WHEN 'treated' THEN CASE WHEN signalement.treated_at >= signalement.reported_at
                             THEN {_DAY.format("signalement.treated_at")} END
    WHEN 'declined' THEN (SELECT max({_DAY.format("line.at")}) FROM fiches_evenement AS line
                          WHERE line.fiche_id = fiche.id AND line.after = 'declined') END"""
# Closed once: it is, or was reopened. What was closed by mistake and put back at once (a bulk action undone) never was.
_COUNTED: Final = f"""
SELECT fiche.id, fiche.uuid, fiche.number, signalement.categorie_id, signalement.status, signalement.reopenings,
       coalesce(fiche.quartier_id, 0)::int AS quartier_id, coalesce(fiche.commune_id, 0)::int AS commune_id,
       {_DAY.format("signalement.reported_at")} AS reported_on, {_CLOSED} AS closed_on,
       {_DAY.format("signalement.due_at")} AS due_on, signalement.paused_at IS NOT NULL AS paused,
       (signalement.reopenings > 0 OR signalement.status IN ('treated', 'declined')) AS ended
FROM signalements_signalement AS signalement JOIN fiches_fiche AS fiche ON fiche.id = signalement.fiche_ptr_id
WHERE fiche.visibility = 'public'
"""
# Yes and no, in one number: a bit for each.
FLAGS: Final = {
    "treated": "counted.status = 'treated'",
    "declined": "counted.status = 'declined'",
    "paused": "counted.paused",
    "ended": "counted.ended",
    "reopened": "counted.reopenings > 0",
}
COLUMNS: Final = {
    "categorie": "counted.categorie_id::int",
    "quartier": "counted.quartier_id",
    "commune": "counted.commune_id",
    "reported": "counted.reported_on - DATE '1970-01-01'",  # days; 0 in the others: none
    "closed": "coalesce(counted.closed_on - DATE '1970-01-01', 0)",
    "due": "coalesce(counted.due_on - DATE '1970-01-01', 0)",
    "flags": " + ".join(f"({said})::int * {1 << rank}" for rank, said in enumerate(FLAGS.values())),
    "judged": "coalesce(verdict.judged, 0)::int",
    "satisfied": "coalesce(verdict.satisfied, 0)::int",
}
_READ: Final = f"""
COPY (SELECT {", ".join(COLUMNS.values())} FROM ({_COUNTED}) AS counted LEFT JOIN (
    SELECT signalement_id, count(*) AS judged, count(*) FILTER (WHERE satisfied) AS satisfied
    FROM signalements_satisfaction GROUP BY signalement_id) AS verdict ON verdict.signalement_id = counted.id
) TO STDOUT (FORMAT binary)
"""
# The binary form of COPY: 19 bytes of header, then for each row the number of its fields and, for each, its length.
_HEADER, _END = 19, 2
_ROW: Final = np.dtype([("fields", ">i2"), *((name, [("length", ">i4"), ("value", ">i4")]) for name in COLUMNS)])

_LISTED: Final = """
COPY (
    SELECT counted.number AS numero, counted.uuid, categorie.code AS categorie, quartier.name AS quartier,
           commune.name AS commune, counted.status AS etat, counted.reported_on AS signale_le,
           CASE WHEN %(delays)s THEN counted.closed_on END AS clos_le,
           CASE WHEN %(delays)s AND counted.status = 'treated' THEN counted.closed_on - counted.reported_on END
               AS delai_jours,
           counted.due_on AS promis_le, CASE WHEN counted.reopenings > 0 THEN 1 ELSE 0 END AS rouvert,
           CASE WHEN counted.ended THEN 1 ELSE 0 END AS deja_clos,
           CASE WHEN counted.paused THEN 1 ELSE 0 END AS delai_arrete
    FROM ({counted} {kept}) AS counted
    JOIN signalements_categorie AS categorie ON categorie.id = counted.categorie_id
    LEFT JOIN territoires_territoire AS quartier ON quartier.id = counted.quartier_id
    LEFT JOIN territoires_territoire AS commune ON commune.id = counted.commune_id
    ORDER BY counted.reported_on, counted.number
) TO STDOUT (FORMAT csv, HEADER)
"""


def read_columns() -> dict[str, Array]:
    """Every public signalement in one pass, the oldest first: the COLUMNS as whole numbers, the FLAGS as yes and no.

    Days are counted from 1970. A million rows pass through some eighty megabytes, which are given back.
    """
    statement = connection.ops.compose_sql(_READ, {"zone": settings.TIME_ZONE})  # COPY takes no parameters
    told = bytearray()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for piece in copy:
            told += piece
    rows = np.frombuffer(told, _ROW, offset=_HEADER, count=(len(told) - _HEADER - _END) // _ROW.itemsize)
    order = np.argsort(rows["reported"]["value"], kind="stable")
    columns = {name: rows[name]["value"].astype(np.int32)[order] for name in COLUMNS}
    flags = columns.pop("flags")
    return columns | {name: flags & (1 << rank) > 0 for rank, name in enumerate(FLAGS)}


def stamp() -> tuple[int, ...]:
    """What moves whenever a figure may: the last line of history and the last verdict."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT coalesce(max(id), 0) FROM fiches_evenement),"
            " (SELECT coalesce(max(id), 0) FROM signalements_satisfaction)"
        )
        return cursor.fetchone()


def listed(
    since: Any, until: Any, *, categorie: int | None, quartier: int | None, commune: int | None, delays: bool
) -> Iterator[bytes]:
    """The rows of a figure as CSV (UTF-8, RFC 4180), piece by piece, the oldest first; `since` and `until` included.

    Without `delays` no row says when it was closed.
    """
    wanted = {"categorie": categorie, "quartier": quartier, "commune": commune}
    columns = {
        "categorie": "signalement.categorie_id", "quartier": "fiche.quartier_id", "commune": "fiche.commune_id"
    }  # fmt: skip
    kept = [f"AND {columns[name]} = %({name})s" for name, value in wanted.items() if value is not None]
    kept += ["AND signalement.reported_at >= (%(since)s::date::timestamp AT TIME ZONE %(zone)s)"]
    kept += ["AND signalement.reported_at < ((%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s)"]
    statement = _LISTED.format(counted=_COUNTED, kept=" ".join(kept))
    told = wanted | {"since": since, "until": until, "delays": delays, "zone": settings.TIME_ZONE}
    with connection.cursor() as cursor, cursor.copy(connection.ops.compose_sql(statement, told)) as copy:
        for piece in copy:
            yield bytes(piece)
