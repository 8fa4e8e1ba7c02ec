"""How many times each was reopened before the column was there: its history knows."""

from django.db import migrations

COUNT = """
UPDATE signalements_signalement AS signalement SET reopenings = told.n
FROM (SELECT fiche_id, count(*) AS n FROM fiches_evenement WHERE after = 'reopened' GROUP BY fiche_id) AS told
WHERE signalement.fiche_ptr_id = told.fiche_id AND signalement.reopenings < told.n;
"""


class Migration(migrations.Migration):
    dependencies = [("signalements", "0007_planning"), ("fiches", "0009_desk_and_rounds")]
    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]
