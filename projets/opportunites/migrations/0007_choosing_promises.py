"""What was promised when a consultation was opened: the database keeps it, whatever role asks, the admin included."""

from django.db import migrations

# Demonstrations are erased table by table: the areas go with their consultation.
# The row as it was opened may only go forward: cancelled (once), sealed (once), counted (once), and voices by hour.
KEEP = """
CREATE FUNCTION consultation_keeps_its_promises() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free CONSTANT text[] := ARRAY['cancelled_at', 'cancelled_role', 'cancelled_why', 'sealed_at', 'counted_at', 'result',
                                  'arrivals', 'created_by_id'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.opened_at IS NOT NULL AND NOT OLD.demonstration THEN
            RAISE EXCEPTION 'an opened consultation is never deleted' USING ERRCODE = 'check_violation';
        END IF;
        DELETE FROM opportunites_consultation_areas WHERE consultation_id = OLD.id;
        DELETE FROM opportunites_consultation_early_areas WHERE consultation_id = OLD.id;
        RETURN OLD;
    ELSIF OLD.opened_at IS NULL THEN
        RETURN NEW;
    ELSIF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free)
       OR (OLD.cancelled_at IS NOT NULL AND (NEW.cancelled_at, NEW.cancelled_role, NEW.cancelled_why)
           IS DISTINCT FROM (OLD.cancelled_at, OLD.cancelled_role, OLD.cancelled_why))
       OR (OLD.sealed_at IS NOT NULL AND NEW.sealed_at IS DISTINCT FROM OLD.sealed_at)
       OR (OLD.counted_at IS NOT NULL AND (NEW.counted_at, NEW.result) IS DISTINCT FROM (OLD.counted_at, OLD.result)) THEN
        RAISE EXCEPTION 'an opened consultation does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consultation_promises BEFORE UPDATE OR DELETE ON opportunites_consultation
    FOR EACH ROW EXECUTE FUNCTION consultation_keeps_its_promises();

CREATE FUNCTION option_stays_as_opened() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free CONSTANT text[] := ARRAY['opportunite_id', 'candidat_id'];
    touched bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY[NEW.consultation_id];
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY[OLD.consultation_id];
    ELSIF (to_jsonb(NEW) - free) IS NOT DISTINCT FROM (to_jsonb(OLD) - free) THEN
        RETURN NEW;
    ELSE
        touched := ARRAY[OLD.consultation_id, NEW.consultation_id];
    END IF;
    IF EXISTS (SELECT FROM opportunites_consultation WHERE opened_at IS NOT NULL AND id = ANY (touched)
               AND NOT (demonstration AND TG_OP = 'DELETE')) THEN
        RAISE EXCEPTION 'the options of an opened consultation do not change' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER option_promises BEFORE INSERT OR UPDATE OR DELETE ON opportunites_option
    FOR EACH ROW EXECUTE FUNCTION option_stays_as_opened();

CREATE FUNCTION voix_stays_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said in a consultation does not change' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER voix_promises BEFORE UPDATE ON opportunites_voix FOR EACH ROW
    WHEN (NEW.choices IS DISTINCT FROM OLD.choices OR NEW.consultation_id <> OLD.consultation_id)
    EXECUTE FUNCTION voix_stays_as_said();
"""
FORGET = """
DROP TRIGGER voix_promises ON opportunites_voix;
DROP FUNCTION voix_stays_as_said();
DROP TRIGGER option_promises ON opportunites_option;
DROP FUNCTION option_stays_as_opened();
DROP TRIGGER consultation_promises ON opportunites_consultation;
DROP FUNCTION consultation_keeps_its_promises();
"""


class Migration(migrations.Migration):
    dependencies = [("opportunites", "0006_choosing")]
    operations = [migrations.RunSQL(KEEP, FORGET)]
