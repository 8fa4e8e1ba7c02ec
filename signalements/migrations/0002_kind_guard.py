"""A signalement's fiche is of kind signalement: multi-table inheritance alone would let one fiche be two kinds."""

from django.db import migrations

GUARD = """
CREATE TRIGGER signalement_kind BEFORE INSERT ON signalements_signalement
    FOR EACH ROW EXECUTE FUNCTION fiches_guard_kind('signalement');
"""


class Migration(migrations.Migration):
    dependencies = [("signalements", "0001_initial"), ("fiches", "0002_triggers")]
    operations = [migrations.RunSQL(GUARD, "DROP TRIGGER signalement_kind ON signalements_signalement")]
