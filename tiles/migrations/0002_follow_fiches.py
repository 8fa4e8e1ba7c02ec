"""The database itself keeps the cells and the versions: whatever writes a fiche, under COPY and TRUNCATE too.

Triggers are AFTER … STATEMENT with transition tables: one insertion per statement, not per fiche, and `geom_web` is
computed by then. They only insert, so that no writer ever waits for another or dies in a deadlock over a busy cell.
"""

from django.db import migrations

from tiles.grid import EARTH, WORLD_BITS

FINEST = 17  # level of the finest cells, until 0003
SHIFT = 2 * (WORLD_BITS - FINEST)  # from the Morton order of positions to that of the finest cells

# Morton order: the bits of x and y in turn. Five steps move each half of the bits apart, then each quarter, each eighth…
# (`|` and `<<` have the same precedence in SQL: hence the parentheses.) `tiles_spot` is not STRICT, so that it is inlined.
PLACE = f"""
CREATE FUNCTION tiles_spot(shape geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN geometrytype(shape) = 'POINT' THEN shape ELSE ST_PointOnSurface(shape) END
$$;

CREATE FUNCTION tiles_place(shape geometry, OUT x bigint, OUT y bigint, OUT quad bigint)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    spot constant geometry := tiles_spot(shape);
    unit constant float8 := {2 * EARTH!r} / {2**WORLD_BITS};
    a bigint;
    b bigint;
BEGIN
    -- A fiche may lie a hair beyond the square's edge (85.06° against 85.0511°): it is counted in the last cell.
    x := least(greatest(floor(({EARTH!r} + ST_X(spot)) / unit), 0), {2**WORLD_BITS - 1});
    y := least(greatest(floor(({EARTH!r} - ST_Y(spot)) / unit), 0), {2**WORLD_BITS - 1});
    a := (x | (x << 16)) & {0x0000FFFF0000FFFF};
    a := (a | (a << 8)) & {0x00FF00FF00FF00FF};
    a := (a | (a << 4)) & {0x0F0F0F0F0F0F0F0F};
    a := (a | (a << 2)) & {0x3333333333333333};
    a := (a | (a << 1)) & {0x5555555555555555};
    b := (y | (y << 16)) & {0x0000FFFF0000FFFF};
    b := (b | (b << 8)) & {0x00FF00FF00FF00FF};
    b := (b | (b << 4)) & {0x0F0F0F0F0F0F0F0F};
    b := (b | (b << 2)) & {0x3333333333333333};
    b := (b | (b << 1)) & {0x5555555555555555};
    quad := a | (b << 1);
END $$;
"""

# What a tile shows of a fiche, or is filtered by: when none of it changed, neither did the tile.
SEEN = (
    "uuid, kind, title, theme_id, stage, visibility, demonstration, geom, created_at, rue_id, iris_id, quartier_id, "
    "commune_id"
)


def seen(table: str) -> str:
    """The columns of SEEN, as a row of `table`."""
    return "(" + ", ".join(f"{table}.{column}" for column in SEEN.split(", ")) + ")"


def tallies(sign: int, table: str) -> str:
    """Each public fiche of a transition table, with its cell, as +1 or −1."""
    return f"""
        SELECT kind, theme_id, stage, place.quad >> {SHIFT} AS quad,
               {sign} AS n, {sign} * place.x AS x, {sign} * place.y AS y, {sign} * id AS fiche
        FROM {table}, LATERAL tiles_place(geom_web) AS place WHERE visibility = 'public'"""


def changes(*sources: str) -> str:
    """Insert what a statement did to each cell; what left and came back to the same place is nothing."""
    return f"""
    INSERT INTO tiles_change (kind, theme_id, stage, quad, n, sum_x, sum_y, sum_id)
    SELECT kind, theme_id, stage, quad, sum(n), sum(x), sum(y), sum(fiche)
    FROM ({" UNION ALL ".join(sources)}) AS moved
    GROUP BY kind, theme_id, stage, quad
    HAVING sum(n) <> 0 OR sum(x) <> 0 OR sum(y) <> 0 OR sum(fiche) <> 0;"""


def trigger(event: str, tables: str, body: str) -> str:
    """A statement trigger on fiches, with its function."""
    return f"""
CREATE FUNCTION tiles_after_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{body}
    RETURN NULL;
END $$;

CREATE TRIGGER tiles_{event} AFTER {event} ON fiches_fiche
    {tables} FOR EACH STATEMENT EXECUTE FUNCTION tiles_after_{event}();
"""


def versions(kinds: str) -> str:
    """Move the version of the layers that a SELECT names."""
    return f"""
    INSERT INTO tiles_version (layer, n) SELECT DISTINCT kind, 1 FROM ({kinds}) AS touched;"""


INSERT = trigger(
    "insert",
    "REFERENCING NEW TABLE AS arrived",
    changes(tallies(1, "arrived")) + versions("SELECT kind FROM arrived WHERE visibility = 'public'"),
)
DELETE = trigger(
    "delete",
    "REFERENCING OLD TABLE AS gone",
    changes(tallies(-1, "gone")) + versions("SELECT kind FROM gone WHERE visibility = 'public'"),
)
TOUCHED = f"""
        SELECT unnest(ARRAY[gone.kind, arrived.kind]) AS kind FROM gone JOIN arrived USING (id)
        WHERE 'public' IN (gone.visibility, arrived.visibility) AND {seen("gone")} IS DISTINCT FROM {seen("arrived")}"""
UPDATE = trigger(
    "update",
    "REFERENCING OLD TABLE AS gone NEW TABLE AS arrived",
    changes(tallies(-1, "gone"), tallies(1, "arrived")) + versions(TOUCHED),
)
# `flush` truncates without firing delete triggers.
TRUNCATE = trigger(
    "truncate",
    "",
    """
    DELETE FROM tiles_cell;
    DELETE FROM tiles_change;"""
    + versions("SELECT unnest(ARRAY['signalement', 'idee', 'equipement', 'opportunite']) AS kind"),
)

# Territories, streets and themes change rarely and are drawn as they are: any statement moves the version.
OTHERS = """
CREATE FUNCTION tiles_after_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tiles_version (layer, n) SELECT layer, 1 FROM unnest(TG_ARGV) AS layer;
    RETURN NULL;
END $$;

CREATE TRIGGER tiles_territoires AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON territoires_territoire
    FOR EACH STATEMENT EXECUTE FUNCTION tiles_after_other('territoires');
CREATE TRIGGER tiles_rues AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON territoires_rue
    FOR EACH STATEMENT EXECUTE FUNCTION tiles_after_other('rues');
CREATE TRIGGER tiles_themes AFTER UPDATE ON fiches_theme
    FOR EACH STATEMENT EXECUTE FUNCTION tiles_after_other('signalement', 'idee', 'equipement', 'opportunite');
"""

# The few fiches that are lines or areas are drawn far from the cell that counts them: a tile asks for them apart. Without
# the statistics the planner takes them for a third of all fiches, and reads the others.
SHAPES = """
CREATE INDEX tiles_shapes ON fiches_fiche USING gist (geom_web) WHERE ST_Dimension(geom_web) > 0;
CREATE STATISTICS tiles_dimension ON ST_Dimension(geom_web) FROM fiches_fiche;
"""

# Fiches may have been there before the tiles.
FIRST = changes(tallies(1, "fiches_fiche"))

BACK = """
DROP STATISTICS IF EXISTS tiles_dimension;
DROP INDEX tiles_shapes;
DROP TRIGGER tiles_themes ON fiches_theme;
DROP TRIGGER tiles_rues ON territoires_rue;
DROP TRIGGER tiles_territoires ON territoires_territoire;
DROP FUNCTION tiles_after_other();
DROP TRIGGER tiles_truncate ON fiches_fiche;
DROP TRIGGER tiles_update ON fiches_fiche;
DROP TRIGGER tiles_delete ON fiches_fiche;
DROP TRIGGER tiles_insert ON fiches_fiche;
DROP FUNCTION tiles_after_truncate();
DROP FUNCTION tiles_after_update();
DROP FUNCTION tiles_after_delete();
DROP FUNCTION tiles_after_insert();
DROP FUNCTION tiles_place(geometry);
DROP FUNCTION tiles_spot(geometry);
"""


class Migration(migrations.Migration):
    dependencies = [("tiles", "0001_initial"), ("fiches", "0002_triggers"), ("territoires", "0002_territoires_at")]
    operations = [
        migrations.RunSQL(PLACE + INSERT + UPDATE + DELETE + TRUNCATE + OTHERS + SHAPES + FIRST, BACK),
    ]
