"""What mesures are worked out from, beside the fiches themselves, moves a version too: costs and inhabitants.

A cost is read on its facility's layer, a population on the territories: a cached tile that is coloured by either must not
outlive it.
"""

from django.db import migrations

FIGURES = """
CREATE TRIGGER tiles_couts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON equipements_cout
    FOR EACH STATEMENT EXECUTE FUNCTION tiles_after_other('equipement');
CREATE TRIGGER tiles_populations AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON territoires_population
    FOR EACH STATEMENT EXECUTE FUNCTION tiles_after_other('territoires');
"""

BACK = """
DROP TRIGGER tiles_couts ON equipements_cout;
DROP TRIGGER tiles_populations ON territoires_population;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tiles", "0004_outlines"),
        ("equipements", "0001_initial"),
        ("territoires", "0002_territoires_at"),
    ]
    operations = [migrations.RunSQL(FIGURES, BACK)]
