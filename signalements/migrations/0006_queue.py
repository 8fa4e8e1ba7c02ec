"""The desk's queue: the words of each signalement beside its sort keys, and the orders in which agents read.

Words come from four tables (the fiche, its street, its category): a generated column reads one. The database keeps
them instead, whoever writes, COPY included; Django does not know the column, so no page reads it without need. On the
signalement itself, a search and any filter of the queue are one index and one table: measured at a million rows.
"""

from django.conf import settings
from django.db import migrations, models

import signalements.querysets

WORDS = """
CREATE FUNCTION signalement_words(fiche bigint, categorie bigint) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT to_tsvector('public.carto_french',
                       concat_ws(' ', told.title, told.text, told.feeling, street.name, sort.name, sort.words))
    FROM fiches_fiche AS told
    LEFT JOIN territoires_rue AS street ON street.id = told.rue_id
    LEFT JOIN signalements_categorie AS sort ON sort.id = categorie
    WHERE told.id = fiche
$$;
ALTER TABLE signalements_signalement ADD COLUMN words tsvector;
"""
FILL = "UPDATE signalements_signalement SET words = signalement_words(fiche_ptr_id, categorie_id)"
KEEP = """
CREATE INDEX signalement_words ON signalements_signalement USING gin (words);

CREATE FUNCTION signalement_own_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := signalement_words(NEW.fiche_ptr_id, NEW.categorie_id);
    RETURN NEW;
END $$;
CREATE TRIGGER signalement_words_first BEFORE INSERT ON signalements_signalement
    FOR EACH ROW EXECUTE FUNCTION signalement_own_words();
CREATE TRIGGER signalement_words_again BEFORE UPDATE ON signalements_signalement
    FOR EACH ROW WHEN (NEW.categorie_id IS DISTINCT FROM OLD.categorie_id) EXECUTE FUNCTION signalement_own_words();

CREATE FUNCTION signalement_words_of_fiche() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE signalements_signalement SET words = signalement_words(fiche_ptr_id, categorie_id)
    WHERE fiche_ptr_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER signalement_words AFTER UPDATE ON fiches_fiche
    FOR EACH ROW WHEN (NEW.kind = 'signalement' AND (NEW.title, NEW.text, NEW.feeling, NEW.rue_id)
                       IS DISTINCT FROM (OLD.title, OLD.text, OLD.feeling, OLD.rue_id))
    EXECUTE FUNCTION signalement_words_of_fiche();

CREATE FUNCTION signalement_words_of_categorie() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE signalements_signalement SET words = signalement_words(fiche_ptr_id, categorie_id)
    WHERE categorie_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER signalement_words AFTER UPDATE ON signalements_categorie
    FOR EACH ROW WHEN ((NEW.name, NEW.words) IS DISTINCT FROM (OLD.name, OLD.words))
    EXECUTE FUNCTION signalement_words_of_categorie();

CREATE FUNCTION signalement_words_of_rue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE signalements_signalement AS signalement SET words = signalement_words(fiche_ptr_id, categorie_id)
    FROM fiches_fiche AS fiche WHERE fiche.id = signalement.fiche_ptr_id AND fiche.rue_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER signalement_words AFTER UPDATE ON territoires_rue
    FOR EACH ROW WHEN (NEW.name IS DISTINCT FROM OLD.name) EXECUTE FUNCTION signalement_words_of_rue();
"""
NO_MORE = """
DROP TRIGGER signalement_words ON territoires_rue;
DROP TRIGGER signalement_words ON signalements_categorie;
DROP TRIGGER signalement_words ON fiches_fiche;
DROP TRIGGER signalement_words_again ON signalements_signalement;
DROP TRIGGER signalement_words_first ON signalements_signalement;
DROP FUNCTION signalement_words_of_rue();
DROP FUNCTION signalement_words_of_categorie();
DROP FUNCTION signalement_words_of_fiche();
DROP FUNCTION signalement_own_words();
DROP INDEX signalement_words;
"""
FORGET = """
ALTER TABLE signalements_signalement DROP COLUMN words;
DROP FUNCTION signalement_words(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0002_desk_and_rounds"),
        ("fiches", "0010_full_text"),
        ("signalements", "0005_desk_and_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(WORDS, FORGET),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, NO_MORE),
        migrations.AddIndex(
            model_name="signalement",
            index=models.Index(
                signalements.querysets.Promised(),
                models.F("reported_at"),
                models.F("fiche_ptr"),
                condition=models.Q(
                    ("status__in", ["accepted", "forwarded", "planned", "received", "reopened", "to_check", "waiting"])
                ),
                name="signalement_promised",
            ),
        ),
        migrations.AddIndex(
            model_name="signalement",
            index=models.Index(
                models.F("service"),
                signalements.querysets.Promised(),
                models.F("reported_at"),
                models.F("fiche_ptr"),
                condition=models.Q(
                    ("status__in", ["accepted", "forwarded", "planned", "received", "reopened", "to_check", "waiting"])
                ),
                name="signalement_promised_by",
            ),
        ),
        migrations.AddIndex(
            model_name="signalement",
            index=models.Index(
                models.F("status"),
                signalements.querysets.Promised(),
                models.F("reported_at"),
                models.F("fiche_ptr"),
                condition=models.Q(
                    ("status__in", ["accepted", "forwarded", "planned", "received", "reopened", "to_check", "waiting"])
                ),
                name="signalement_promised_in",
            ),
        ),
        migrations.AddIndex(
            model_name="signalement",
            index=models.Index(
                signalements.querysets.Urgency(),
                signalements.querysets.Promised(),
                models.F("reported_at"),
                models.F("fiche_ptr"),
                condition=models.Q(
                    ("status__in", ["accepted", "forwarded", "planned", "received", "reopened", "to_check", "waiting"])
                ),
                name="signalement_pressing",
            ),
        ),
        migrations.AddIndex(
            model_name="signalement",
            index=models.Index(fields=["service", "-reported_at"], name="signalement_latest_by"),
        ),
        migrations.AddIndex(
            model_name="signalement",
            index=models.Index(fields=["status", "-reported_at"], name="signalement_latest_in"),
        ),
    ]
