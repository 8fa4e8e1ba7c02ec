"""A row here belongs to a fiche of kind equipement: multi-table inheritance alone would let one fiche be two kinds."""

from django.db import migrations

GUARD = """
CREATE TRIGGER equipement_kind BEFORE INSERT ON equipements_equipement
    FOR EACH ROW EXECUTE FUNCTION fiches_guard_kind('equipement');
"""


class Migration(migrations.Migration):
    dependencies = [("equipements", "0001_initial"), ("fiches", "0002_triggers")]
    operations = [migrations.RunSQL(GUARD, "DROP TRIGGER equipement_kind ON equipements_equipement")]
