"""One table of entries instead of cells and their changes: what each process needs to count any cell under any filter.

AFTER … STATEMENT triggers with transition tables, as before: one insertion per statement, and `geom_web` is computed by
then. They only insert, so that no writer ever waits for another. Not reversible: the cells would have to be made again.
"""

from django.db import migrations, models

import tiles.models
from tiles.grid import EARTH, WORLD_BITS

# The fiche's pin, in 1/2³¹ of the web Mercator square. A fiche may lie a hair beyond the square's edge (85.06° against
# 85.0511°): it is counted at the edge.
PLACE = f"""
DROP FUNCTION tiles_place(geometry);
CREATE FUNCTION tiles_place(shape geometry, OUT x integer, OUT y integer)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    spot constant geometry := tiles_spot(shape);
    unit constant float8 := {2 * EARTH!r} / {2**WORLD_BITS};
BEGIN
    x := least(greatest(floor(({EARTH!r} + ST_X(spot)) / unit), 0), {2**WORLD_BITS - 1});
    y := least(greatest(floor(({EARTH!r} - ST_Y(spot)) / unit), 0), {2**WORLD_BITS - 1});
END $$;

-- The snapshot of the statement, with our own transaction among those that have not ended. PostgreSQL's leaves it out:
-- once a later transaction has ended, ours would pass for ended too, and what it takes back for there.
CREATE FUNCTION tiles_snapshot() RETURNS pg_snapshot LANGUAGE sql STABLE AS $$
    SELECT concat(pg_snapshot_xmin(now), ':', pg_snapshot_xmax(now), ':', (
               SELECT string_agg(xid::text, ',' ORDER BY xid)
               FROM (SELECT pg_snapshot_xip(now) UNION SELECT pg_current_xact_id_if_assigned()) AS going (xid)
               WHERE xid < pg_snapshot_xmax(now)
           ))::pg_snapshot
    FROM pg_current_snapshot() AS now
$$;

ALTER TABLE tiles_entry ALTER xid SET DEFAULT pg_current_xact_id();
"""

OF_FICHE = "fiche_id, kind, stage, theme_id, rue_id, iris_id, quartier_id, commune_id, created_at, x, y"
# What a tile shows of a fiche, or is filtered by: when none of it changed, neither did the tile.
SEEN = (
    "uuid, kind, title, theme_id, stage, visibility, demonstration, geom, created_at, rue_id, iris_id, quartier_id, "
    "commune_id"
)


def seen(table: str) -> str:
    """The columns of SEEN, as a row of `table`."""
    return "(" + ", ".join(f"{table}.{column}" for column in SEEN.split(", ")) + ")"


def told(sign: int, table: str) -> str:
    """Each public fiche of a table, as it arrives or leaves."""
    return f"""
        SELECT fiche.id AS fiche_id, kind, stage, theme_id, rue_id, iris_id, quartier_id, commune_id, created_at,
               place.x, place.y, {sign} AS sign
        FROM {table} AS fiche, LATERAL tiles_place(geom_web) AS place WHERE visibility = 'public'"""


def entries(source: str) -> str:
    """Write them down."""
    return f"""
    INSERT INTO tiles_entry ({OF_FICHE}, sign) {source};"""


def after(event: str, body: str) -> str:
    """What the statement trigger of 0002 does from now on."""
    return f"""
CREATE OR REPLACE FUNCTION tiles_after_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{body}
    RETURN NULL;
END $$;
"""


def versions(kinds: str) -> str:
    """Move the version of the layers that a SELECT names."""
    return f"""
    INSERT INTO tiles_version (layer, n) SELECT DISTINCT kind, 1 FROM ({kinds}) AS touched;"""


INSERT = after("insert", entries(told(1, "arrived")) + versions("SELECT kind FROM arrived WHERE visibility = 'public'"))
DELETE = after("delete", entries(told(-1, "gone")) + versions("SELECT kind FROM gone WHERE visibility = 'public'"))
TOUCHED = f"""
        SELECT unnest(ARRAY[gone.kind, arrived.kind]) AS kind FROM gone JOIN arrived USING (id)
        WHERE 'public' IN (gone.visibility, arrived.visibility) AND {seen("gone")} IS DISTINCT FROM {seen("arrived")}"""
# What leaves and comes back as it was is nothing: most updates change what tiles do not tell. Departures come first.
MOVED = f"""
    SELECT {OF_FICHE}, sum(sign) AS sign
    FROM ({told(-1, "gone")} UNION ALL {told(1, "arrived")}) AS moved
    GROUP BY {OF_FICHE} HAVING sum(sign) <> 0"""
UPDATE = after("update", entries(MOVED) + versions(TOUCHED))
# `flush` truncates without firing delete triggers. Nobody could read what left: the version « pyramid » says so.
TRUNCATE = after(
    "truncate",
    """
    DELETE FROM tiles_entry;"""
    + versions("SELECT unnest(ARRAY['pyramid', 'signalement', 'idee', 'equipement', 'opportunite']) AS kind"),
)

# Far away, large shapes alone are drawn, and their box does not choose among them. Near, it does; the expression is one
# that the index of all fiches does not know: the planner would read a third of a million boxes there to find 700 shapes.
SHAPES = """
CREATE INDEX tiles_shape_sizes ON fiches_fiche (ST_Length(ST_BoundingDiagonal(geom_web))) WHERE ST_Dimension(geom_web) > 0;
DROP INDEX tiles_shapes;
CREATE INDEX tiles_shapes ON fiches_fiche USING gist ((CASE WHEN ST_Dimension(geom_web) > 0 THEN geom_web END))
    WHERE ST_Dimension(geom_web) > 0;
"""

# Fiches may have been there before.
FIRST = entries(told(1, "fiches_fiche"))


class Migration(migrations.Migration):
    dependencies = [
        ("tiles", "0002_follow_fiches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("xid", tiles.models.TransactionId()),
                ("sign", models.SmallIntegerField(verbose_name="signe")),
                ("fiche_id", models.BigIntegerField(verbose_name="fiche")),
                ("kind", models.CharField(max_length=12, verbose_name="couche")),
                ("stage", models.CharField(max_length=12, verbose_name="étape")),
                ("theme_id", models.BigIntegerField(verbose_name="thème")),
                ("rue_id", models.BigIntegerField(null=True, verbose_name="rue")),
                ("iris_id", models.BigIntegerField(null=True, verbose_name="micro-quartier")),
                ("quartier_id", models.BigIntegerField(null=True, verbose_name="quartier")),
                ("commune_id", models.BigIntegerField(null=True, verbose_name="commune")),
                ("created_at", models.DateTimeField(verbose_name="créée le")),
                ("x", models.IntegerField(verbose_name="x")),
                ("y", models.IntegerField(verbose_name="y")),
                ("spent_at", models.DateTimeField(null=True, verbose_name="annulée le")),
            ],
            options={
                "verbose_name": "entrée",
                "verbose_name_plural": "entrées",
            },
        ),
        migrations.RunSQL(PLACE + INSERT + UPDATE + DELETE + TRUNCATE + SHAPES + FIRST),
        migrations.DeleteModel(
            name="Cell",
        ),
        migrations.DeleteModel(
            name="Change",
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["xid"], name="tiles_entry_xid"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(condition=models.Q(("sign__lt", 0)), fields=["fiche_id"], name="tiles_entry_gone"),
        ),
    ]
