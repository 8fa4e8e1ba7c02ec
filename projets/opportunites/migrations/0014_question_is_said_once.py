"""What a question asks stands among the words said of the topic, and nowhere else: moderated and erased there."""

from django.db import migrations

STAYS = """
CREATE OR REPLACE FUNCTION interpellation_stays_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.decision_id, NEW.at, NEW.needed, NEW.inhabitants)
       IS DISTINCT FROM (OLD.decision_id, OLD.at, OLD.needed, OLD.inhabitants)
       OR (OLD.reached_at IS NOT NULL AND (NEW.reached_at, NEW.due_at) IS DISTINCT FROM (OLD.reached_at, OLD.due_at))
       OR (OLD.answered_at IS NOT NULL AND (NEW.outcome, NEW.answer, NEW.answered_at)
           IS DISTINCT FROM (OLD.outcome, OLD.answer, OLD.answered_at)) THEN
        RAISE EXCEPTION 'what was asked of a decision and answered does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("opportunites", "0013_choosing_session")]
    operations = [
        migrations.RunSQL(STAYS),
        migrations.RemoveField("interpellation", "text"),
    ]
