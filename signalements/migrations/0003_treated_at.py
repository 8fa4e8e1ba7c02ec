"""When a signalement was last treated, beside its status: the database copies it from the history, which is append-only.

Whoever writes an event, an agent or an import, need not know of it; and a save of a stale object does not undo it.
"""

from django.db import migrations, models

KEEP = """
CREATE FUNCTION signalement_follow_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE signalements_signalement AS signalement SET treated_at = told.at
    FROM (SELECT fiche_id, max(at) AS at FROM arrived
          WHERE what = 'status' AND after = 'treated' GROUP BY fiche_id) AS told
    WHERE signalement.fiche_ptr_id = told.fiche_id
      AND (signalement.treated_at IS NULL OR signalement.treated_at < told.at);
    RETURN NULL;
END $$;
CREATE TRIGGER signalement_history AFTER INSERT ON fiches_evenement
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION signalement_follow_history();

CREATE FUNCTION signalement_keep_treated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.treated_at := OLD.treated_at;
    RETURN NEW;
END $$;
CREATE TRIGGER signalement_treated_at BEFORE UPDATE ON signalements_signalement
    FOR EACH ROW WHEN (NEW.treated_at IS DISTINCT FROM OLD.treated_at AND pg_trigger_depth() = 0)
    EXECUTE FUNCTION signalement_keep_treated_at();
"""

BACK = """
DROP TRIGGER signalement_treated_at ON signalements_signalement;
DROP FUNCTION signalement_keep_treated_at();
DROP TRIGGER signalement_history ON fiches_evenement;
DROP FUNCTION signalement_follow_history();
"""

# What was there before.
FIRST = """
UPDATE signalements_signalement AS signalement SET treated_at = told.at
FROM (SELECT fiche_id, max(at) AS at FROM fiches_evenement
      WHERE what = 'status' AND after = 'treated' GROUP BY fiche_id) AS told
WHERE signalement.fiche_ptr_id = told.fiche_id;
"""


class Migration(migrations.Migration):
    dependencies = [("signalements", "0002_kind_guard"), ("fiches", "0002_triggers")]
    operations = [
        migrations.AddField(
            model_name="signalement",
            name="treated_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="traité la dernière fois le"),
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, BACK),
    ]
