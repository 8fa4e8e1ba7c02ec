"""Every signal counted, into a table of the session for thousands of keys, or as numbers for a few."""

from collections import defaultdict
from typing import Final

from django.db import connection

from projets.opportunites.evidence.asking import Asked, Key
from projets.opportunites.evidence.querysets import facilities, voices

STATEMENTS: Final[dict[str, str]] = {
    "people": voices.PEOPLE,
    "repeats": voices.REPEATS,
    "cost": facilities.COST,
    "uses": facilities.USES,
    "contracts": facilities.CONTRACTS,
    "access": facilities.ACCESS,
    "neglect": voices.NEGLECT,
    "network": voices.NETWORK,
}
_TABLE: Final = """
CREATE TEMP TABLE IF NOT EXISTS opportunites_counted (
    scale text, place bigint, theme_id bigint, signal text, value float8
);
TRUNCATE opportunites_counted
"""


def count_into(asked: Asked) -> None:
    """Fill the session's table `opportunites_counted` with one row a key and signal that has data."""
    values = asked.values
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        for name, statement in STATEMENTS.items():
            cursor.execute(
                f"INSERT INTO opportunites_counted SELECT scale, place, theme_id, '{name}', value "
                f"FROM ({asked.filled(statement)}) AS counted (scale, place, theme_id, value)",
                values,
            )
        cursor.execute("ANALYZE opportunites_counted")


def count(asked: Asked) -> dict[Key, dict[str, float]]:
    """The same as numbers, by key and signal; a signal without data is not there."""
    values, found = asked.values, defaultdict(dict)
    with connection.cursor() as cursor:
        for name, statement in STATEMENTS.items():
            cursor.execute(asked.filled(statement), values)
            for scale, place, theme, value in cursor.fetchall():
                found[Key(scale, place, theme)][name] = value
    return dict(found)
