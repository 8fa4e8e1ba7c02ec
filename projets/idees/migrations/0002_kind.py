"""A row here belongs to a fiche of kind idee: multi-table inheritance alone would let one fiche be two kinds."""

from django.db import migrations

GUARD = """
CREATE TRIGGER idee_kind BEFORE INSERT ON idees_idee
    FOR EACH ROW EXECUTE FUNCTION fiches_guard_kind('idee');
"""


class Migration(migrations.Migration):
    dependencies = [("idees", "0001_initial"), ("fiches", "0002_triggers")]
    operations = [migrations.RunSQL(GUARD, "DROP TRIGGER idee_kind ON idees_idee")]
