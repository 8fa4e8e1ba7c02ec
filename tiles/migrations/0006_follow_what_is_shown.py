"""Tiles show anonymous fiches to ten metres: `geom_web` was written anew, its indexes went with it, entries follow it."""

from django.db import migrations

INDEXES = """
CREATE INDEX IF NOT EXISTS tiles_shape_sizes ON fiches_fiche (ST_Length(ST_BoundingDiagonal(geom_web)))
    WHERE ST_Dimension(geom_web) > 0;
CREATE INDEX IF NOT EXISTS tiles_shapes
    ON fiches_fiche USING gist ((CASE WHEN ST_Dimension(geom_web) > 0 THEN geom_web END))
    WHERE ST_Dimension(geom_web) > 0;
CREATE STATISTICS IF NOT EXISTS tiles_dimension ON ST_Dimension(geom_web) FROM fiches_fiche;
"""

WHAT = "fiche_id, kind, stage, theme_id, rue_id, iris_id, quartier_id, commune_id, created_at, x, y"
# What leaves its place, then what comes to another.
ENTRIES = f"""
INSERT INTO tiles_entry ({WHAT}, sign)
SELECT {WHAT}, sign(sum(sign))::int FROM (
    SELECT fiche.id AS fiche_id, kind, stage, theme_id, rue_id, iris_id, quartier_id, commune_id, created_at,
           place.x, place.y, 1 AS sign
    FROM fiches_fiche AS fiche, LATERAL tiles_place(geom_web) AS place WHERE visibility = 'public'
    UNION ALL
    SELECT {WHAT}, -sign FROM tiles_entry WHERE spent_at IS NULL
) AS said
GROUP BY {WHAT} HAVING sum(sign) <> 0 ORDER BY sum(sign);
INSERT INTO tiles_version (layer, n)
SELECT unnest(ARRAY['signalement', 'idee', 'equipement', 'opportunite']), 1;
"""
# A fiche whose author leaves becomes anonymous, and is shown elsewhere: what was cached of it has to go.
SEEN = "SELECT pg_get_functiondef('tiles_after_update'::regproc)"


def see_where_it_is_shown(apps: object, schema_editor: object) -> None:
    """`tiles_after_update` looks at `geom_web` where it looked at `geom`."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SEEN)
        (made,) = cursor.fetchone()
        for table in ("gone", "arrived"):
            made = made.replace(f"{table}.geom,", f"{table}.geom_web,")
        cursor.execute(made)


class Migration(migrations.Migration):
    dependencies = [("tiles", "0005_figures_move_versions"), ("fiches", "0022_shown_on_a_grid")]
    operations = [
        migrations.RunSQL(INDEXES, migrations.RunSQL.noop),
        migrations.RunSQL(ENTRIES, migrations.RunSQL.noop),
        migrations.RunPython(see_where_it_is_shown, migrations.RunPython.noop),
    ]
