"""A point that moves crosses nothing, as one that arrives; and a number bears the year that people read on the fiche."""

from django.conf import settings
from django.db import migrations

CROSSINGS = """
CREATE OR REPLACE FUNCTION fiches_find_crossings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM fiches_crossing WHERE fiche_id = NEW.id;
    END IF;
    {guard}INSERT INTO fiches_crossing (fiche_id, territoire_id)
    SELECT NEW.id, territoire_id FROM territoires_crossed(NEW.geom);
    RETURN NULL;
END $$;
"""
CROSSINGS_OF_SHAPES = CROSSINGS.format(guard="IF ST_Dimension(NEW.geom) = 0 THEN RETURN NULL; END IF;\n    ")
CROSSINGS_OF_ALL = CROSSINGS.format(guard="")

NUMBER = """
CREATE OR REPLACE FUNCTION fiches_give_number() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rank text;
BEGIN
    IF NEW.number IS NULL THEN
        rank := nextval('fiches_number_' || NEW.kind);
        -- lpad() would cut the millionth number; a year may pass without the count starting again: numbers stay unique.
        NEW.number := upper(left(NEW.kind, 1)) || '-' || extract(year FROM {moment}) || '-'
                      || lpad(rank, greatest(6, length(rank)), '0');
    END IF;
    RETURN NEW;
END $$;
"""
YEAR_OF_THE_CITY = NUMBER.format(moment=f"NEW.created_at AT TIME ZONE '{settings.TIME_ZONE}'")
YEAR_OF_THE_SESSION = NUMBER.format(moment="NEW.created_at")

# What earlier moves left behind.
TIDY = """
DELETE FROM fiches_crossing AS crossing USING fiches_fiche AS fiche
WHERE fiche.id = crossing.fiche_id AND ST_Dimension(fiche.geom) = 0;
"""


class Migration(migrations.Migration):
    dependencies = [("fiches", "0003_what_choices")]
    operations = [
        migrations.RunSQL(CROSSINGS_OF_SHAPES, CROSSINGS_OF_ALL),
        migrations.RunSQL(YEAR_OF_THE_CITY, YEAR_OF_THE_SESSION),
        migrations.RunSQL(TIDY, migrations.RunSQL.noop),
    ]
