"""What is more or less pressing than usual, closed or open, by its date: one signalement in a hundred.

The indexes of the queues know what is open alone. A search through everything that keeps the pressing ones walked back
through ten years for them: 2 s at a million signalements, 20 ms from here.
"""

from django.db import migrations

INDEX = """
CREATE INDEX signalement_unusual ON signalements_signalement ((- priority), reported_at DESC, fiche_ptr_id DESC)
    WHERE (- priority) <> 0;
"""


class Migration(migrations.Migration):
    dependencies = [("signalements", "0010_stop_before")]
    operations = [migrations.RunSQL(INDEX, "DROP INDEX signalement_unusual;")]
