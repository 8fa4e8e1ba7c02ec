"""A row here belongs to a fiche of kind opportunite: multi-table inheritance alone would let one fiche be two kinds."""

from django.db import migrations

GUARD = """
CREATE TRIGGER opportunite_kind BEFORE INSERT ON opportunites_opportunite
    FOR EACH ROW EXECUTE FUNCTION fiches_guard_kind('opportunite');
"""


class Migration(migrations.Migration):
    dependencies = [("opportunites", "0001_initial"), ("fiches", "0002_triggers")]
    operations = [migrations.RunSQL(GUARD, "DROP TRIGGER opportunite_kind ON opportunites_opportunite")]
