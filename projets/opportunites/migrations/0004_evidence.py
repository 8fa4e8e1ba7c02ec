import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

# Where something changed, as it was and as it is now: what is counted again next time. A statement that changes more
# than MOST rows says so in one line: all of it is to be counted again then.
MOST = 1000
COLUMNS = "kind, theme_id, rue_id, quartier_id, commune_id, spot, type_id, whole"
PLACE = """{0}.kind, {0}.theme_id, {0}.rue_id, {0}.quartier_id, {0}.commune_id,
               ST_PointOnSurface({0}.geom_web)"""
SEEN = "kind, theme_id, stage, visibility, author_id, rue_id, quartier_id, commune_id, geom, created_at"


def function(name: str, rows: str) -> str:
    """A trigger's function over the transition table `changed`: these rows, or « all of it »."""
    return f"""
CREATE FUNCTION opportunites_trace_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM changed LIMIT {MOST + 1}) AS few) > {MOST} THEN
        INSERT INTO opportunites_trace (kind, whole) VALUES ('', true);
    ELSE
        INSERT INTO opportunites_trace ({COLUMNS})
        {rows};
    END IF;
    RETURN NULL;
END $$;
"""


def of_fiches(ids: str) -> str:
    """The places of the fiches that `ids` selects, with the type of those that are facilities."""
    return f"""
        SELECT {PLACE.format("fiche")}, equipement.type_id, false
        FROM ({ids}) AS touched (id) JOIN fiches_fiche AS fiche USING (id)
        LEFT JOIN equipements_equipement AS equipement ON equipement.fiche_ptr_id = fiche.id"""


WISHES = """
            SELECT fiche.id FROM {0} JOIN fiches_fiche AS fiche ON fiche.author_id = {1} WHERE fiche.kind = 'idee'
            UNION SELECT soutien.fiche_id FROM {0} JOIN fiches_soutien AS soutien ON soutien.person_id = {1}
            WHERE soutien.kind = 'too'"""
MEMBERS = "changed JOIN comptes_adhesion AS adhesion ON adhesion.groupe_id = changed.id"

FUNCTIONS = {
    "fiche": f"SELECT {PLACE.format('changed')}, NULL, false FROM changed",
    "type": "SELECT DISTINCT 'equipement', NULL::int8, NULL::int8, NULL::int8, NULL::int8, NULL::geometry, type_id, "
    "false FROM changed WHERE type_id IS NOT NULL",
    "by_fiche": of_fiches("SELECT DISTINCT fiche_id FROM changed"),
    "by_target": of_fiches("SELECT DISTINCT target_id FROM changed"),
    "by_equipement": of_fiches("SELECT DISTINCT equipement_id FROM changed"),
    "by_child": of_fiches("SELECT fiche_ptr_id FROM changed"),
    "by_person": of_fiches(WISHES.format("changed", "changed.person_id")),
    "by_groupe": of_fiches(WISHES.format(MEMBERS, "adhesion.person_id")),
}
NEW, OLD = "NEW", "OLD"
# Table, on what, which rows it sees, which function.
TRIGGERS = [
    ("fiches_fiche", "INSERT", NEW, "fiche"),
    ("fiches_fiche", "DELETE", OLD, "fiche"),
    ("fiches_soutien", "INSERT", NEW, "by_fiche"),
    ("fiches_soutien", "UPDATE", NEW, "by_fiche"),
    ("fiches_soutien", "DELETE", OLD, "by_fiche"),
    ("fiches_lien", "INSERT", NEW, "by_target"),
    ("fiches_lien", "UPDATE", NEW, "by_target"),
    ("fiches_lien", "DELETE", OLD, "by_target"),
    ("equipements_equipement", "INSERT", NEW, "by_child"),
    ("equipements_equipement", "UPDATE", NEW, "by_child"),
    ("equipements_equipement", "UPDATE", OLD, "type"),
    ("equipements_equipement", "DELETE", OLD, "type"),
    *(
        (f"equipements_{table}", what, OLD if what == "DELETE" else NEW, "by_equipement")
        for table in ("cout", "usage", "rattachement")
        for what in ("INSERT", "UPDATE", "DELETE")
    ),
    ("comptes_adhesion", "INSERT", NEW, "by_person"),
    ("comptes_adhesion", "UPDATE", NEW, "by_person"),
    ("comptes_adhesion", "DELETE", OLD, "by_person"),
    ("comptes_groupe", "UPDATE", NEW, "by_groupe"),
]
MOVED = f"""
CREATE FUNCTION opportunites_trace_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM changed LIMIT {MOST + 1}) AS few) > {MOST} THEN
        INSERT INTO opportunites_trace (kind, whole) VALUES ('', true);
        RETURN NULL;
    END IF;
    INSERT INTO opportunites_trace ({COLUMNS})
    SELECT {PLACE.format("place")}, NULL, false
    FROM former JOIN changed USING (id) CROSS JOIN LATERAL (
        SELECT former.kind, former.theme_id, former.rue_id, former.quartier_id, former.commune_id, former.geom_web
        UNION ALL
        SELECT changed.kind, changed.theme_id, changed.rue_id, changed.quartier_id, changed.commune_id, changed.geom_web
    ) AS place
    WHERE ({", ".join(f"former.{name}" for name in SEEN.split(", "))})
          IS DISTINCT FROM ({", ".join(f"changed.{name}" for name in SEEN.split(", "))});
    RETURN NULL;
END $$;
CREATE TRIGGER opportunites_trace_moved AFTER UPDATE ON fiches_fiche
    REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION opportunites_trace_moved();
"""
# A report that comes back, a topic that goes on.
HISTORY = f"""
CREATE FUNCTION opportunites_trace_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO opportunites_trace ({COLUMNS})
    SELECT {PLACE.format("fiche")}, NULL, false FROM fiches_fiche AS fiche WHERE fiche.id = NEW.fiche_id;
    RETURN NULL;
END $$;
CREATE TRIGGER opportunites_trace_history AFTER INSERT ON fiches_evenement FOR EACH ROW
    WHEN (NEW.after IN ('reopened', 'carried', 'diagnosis', 'expertise', 'contribution', 'construction', 'decided',
                        'delivered'))
    EXECUTE FUNCTION opportunites_trace_history();
"""

# What is said of a theme, in the order in which it was: the last twelve months of a theme, the first word of a place.
INDEX = """
CREATE INDEX opportunites_said ON fiches_fiche (theme_id, created_at)
WHERE kind IN ('idee', 'signalement') AND visibility IN ('public', 'joined');
"""


def trigger(table: str, what: str, rows: str, name: str) -> tuple[str, str]:
    """A statement trigger, and how it goes."""
    called = f"opportunites_trace_{what.lower()}_{rows.lower()}"
    made = f"""
CREATE TRIGGER {called} AFTER {what} ON {table} REFERENCING {rows} TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION opportunites_trace_{name}();
"""
    return made, f"DROP TRIGGER {called} ON {table};"


MADE = [trigger(*each) for each in TRIGGERS]
FORWARDS = "".join(function(name, rows) for name, rows in FUNCTIONS.items()) + "".join(each[0] for each in MADE)
BACKWARDS = "\n".join([
    "DROP TRIGGER opportunites_trace_moved ON fiches_fiche;",
    "DROP TRIGGER opportunites_trace_history ON fiches_evenement;",
    *(each[1] for each in MADE),
    *(f"DROP FUNCTION opportunites_trace_{name}();" for name in [*FUNCTIONS, "moved", "history"]),
])  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0003_ideas_in_full"),
        ("equipements", "0005_questions"),
        ("fiches", "0018_figures"),
        ("opportunites", "0003_candidates"),
        ("territoires", "0005_voie"),
    ]
    operations = [
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(blank=True, max_length=12)),
                ("theme_id", models.BigIntegerField(null=True)),
                ("rue_id", models.BigIntegerField(null=True)),
                ("quartier_id", models.BigIntegerField(null=True)),
                ("commune_id", models.BigIntegerField(null=True)),
                ("type_id", models.BigIntegerField(null=True)),
                ("spot", django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=3857)),
                ("whole", models.BooleanField(default=False)),
            ],
            options={"verbose_name": "trace", "verbose_name_plural": "traces"},
        ),
        migrations.CreateModel(
            name="Acces",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("inhabitants", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="habitants")),
                ("far", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="habitants loin")),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="territoires.territoire",
                        verbose_name="commune",
                    ),
                ),
                (
                    "quartier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="territoires.territoire",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "territoire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="territoires.territoire",
                        verbose_name="territoire",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="fiches.theme",
                        verbose_name="thème",
                    ),
                ),
            ],
            options={
                "verbose_name": "accès à pied",
                "verbose_name_plural": "accès à pied",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("theme", "territoire", "quartier", "commune"),
                        name="acces_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARDS + MOVED + HISTORY, BACKWARDS),
        migrations.RunSQL(INDEX, "DROP INDEX opportunites_said"),
    ]
