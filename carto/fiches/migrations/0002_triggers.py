"""What the database itself keeps true of a fiche: its number, its territories, its one kind, its unalterable history."""

from django.db import migrations

NUMBER = """
CREATE SEQUENCE fiches_number_signalement;
CREATE SEQUENCE fiches_number_idee;
CREATE SEQUENCE fiches_number_equipement;
CREATE SEQUENCE fiches_number_opportunite;

CREATE FUNCTION fiches_give_number() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rank text;
BEGIN
    IF NEW.number IS NULL THEN
        rank := nextval('fiches_number_' || NEW.kind);
        -- lpad() would cut the millionth number; a year may pass without the count starting again: numbers stay unique.
        NEW.number := upper(left(NEW.kind, 1)) || '-' || extract(year FROM NEW.created_at) || '-'
                      || lpad(rank, greatest(6, length(rank)), '0');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER fiche_number BEFORE INSERT ON fiches_fiche
    FOR EACH ROW EXECUTE FUNCTION fiches_give_number();
"""

# BEFORE, so that one write is enough, under COPY too. A child's save() rewrites every column of its parent: the place is
# computed again only when it moved.
PLACE = """
CREATE FUNCTION fiches_find_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.geom IS DISTINCT FROM OLD.geom THEN
        SELECT rue_id, iris_id, quartier_id, commune_id
        INTO NEW.rue_id, NEW.iris_id, NEW.quartier_id, NEW.commune_id
        FROM territoires_at(NEW.geom);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER fiche_place BEFORE INSERT OR UPDATE ON fiches_fiche
    FOR EACH ROW EXECUTE FUNCTION fiches_find_place();

CREATE FUNCTION fiches_find_crossings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM fiches_crossing WHERE fiche_id = NEW.id;
    END IF;
    INSERT INTO fiches_crossing (fiche_id, territoire_id)
    SELECT NEW.id, territoire_id FROM territoires_crossed(NEW.geom);
    RETURN NULL;
END $$;

CREATE TRIGGER fiche_crossings_new AFTER INSERT ON fiches_fiche
    FOR EACH ROW WHEN (ST_Dimension(NEW.geom) > 0) EXECUTE FUNCTION fiches_find_crossings();
CREATE TRIGGER fiche_crossings_moved AFTER UPDATE ON fiches_fiche
    FOR EACH ROW WHEN (NEW.geom IS DISTINCT FROM OLD.geom) EXECUTE FUNCTION fiches_find_crossings();
"""

KIND = """
CREATE FUNCTION fiches_guard_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT kind FROM fiches_fiche WHERE id = NEW.fiche_ptr_id) IS DISTINCT FROM TG_ARGV[0] THEN
        RAISE EXCEPTION 'fiche % is not of kind %', NEW.fiche_ptr_id, TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# Only the forgetting of a person may touch a line of history.
HISTORY = """
CREATE FUNCTION fiches_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.person_id IS NULL AND
       (NEW.id, NEW.fiche_id, NEW.at, NEW.actor_role, NEW.what, NEW.before, NEW.after, NEW.public_text, NEW.private_text)
       IS NOT DISTINCT FROM
       (OLD.id, OLD.fiche_id, OLD.at, OLD.actor_role, OLD.what, OLD.before, OLD.after, OLD.public_text, OLD.private_text)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history of a fiche is append-only' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER evenement_append_only BEFORE UPDATE ON fiches_evenement
    FOR EACH ROW EXECUTE FUNCTION fiches_keep_history();
"""

BOUNDS = """
ALTER TABLE fiches_fiche ADD CONSTRAINT fiche_geom_on_earth CHECK (
    NOT ST_IsEmpty(geom)
    AND ST_XMin(geom) >= -180 AND ST_XMax(geom) <= 180
    AND ST_YMin(geom) >= -85.06 AND ST_YMax(geom) <= 85.06
);
"""

BACK = """
ALTER TABLE fiches_fiche DROP CONSTRAINT fiche_geom_on_earth;
DROP TRIGGER evenement_append_only ON fiches_evenement;
DROP TRIGGER fiche_crossings_moved ON fiches_fiche;
DROP TRIGGER fiche_crossings_new ON fiches_fiche;
DROP TRIGGER fiche_place ON fiches_fiche;
DROP TRIGGER fiche_number ON fiches_fiche;
DROP FUNCTION fiches_keep_history();
DROP FUNCTION fiches_guard_kind();
DROP FUNCTION fiches_find_crossings();
DROP FUNCTION fiches_find_place();
DROP FUNCTION fiches_give_number();
DROP SEQUENCE fiches_number_signalement, fiches_number_idee, fiches_number_equipement, fiches_number_opportunite;
"""


class Migration(migrations.Migration):
    dependencies = [("fiches", "0001_initial"), ("territoires", "0002_territoires_at")]
    operations = [migrations.RunSQL(NUMBER + PLACE + KIND + HISTORY + BOUNDS, BACK)]
