"""How words are looked for: French stems without accents, « cassée » as « casse », for whoever keeps a text search.

The dictionaries are named with their schema: what is looked for does not depend on a search path.
"""

from django.db import migrations

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION carto_french (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION carto_french
    ALTER MAPPING FOR asciihword, asciiword, hword, hword_asciipart, hword_part, word
    WITH public.unaccent, pg_catalog.french_stem;
"""


class Migration(migrations.Migration):
    dependencies = [("fiches", "0009_desk_and_rounds"), ("territoires", "0001_initial")]
    operations = [migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION carto_french")]
