"""A decision says for ever what it said once taken, and none is taken while a reason is missing; what was delivered."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# The demonstration is taken away table by table: there, what refers to a row forgets it first.
KEEP = """
CREATE FUNCTION decision_of_the_demonstration(topic bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM fiches_fiche WHERE id = topic AND NOT demonstration)
$$;

CREATE FUNCTION decision_stays_as_taken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['consequences', 'consequences_at', 'by_id'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.taken_at IS NOT NULL AND NOT decision_of_the_demonstration(OLD.opportunite_id) THEN
            RAISE EXCEPTION 'a decision that was taken is never deleted' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    ELSIF OLD.taken_at IS NULL THEN
        IF NEW.taken_at IS NOT NULL AND (
            EXISTS (SELECT FROM opportunites_piste WHERE decision_id = NEW.id AND btrim(reason) = '')
            OR EXISTS (SELECT FROM opportunites_ecart WHERE decision_id = NEW.id AND btrim(reason) = '')
        ) THEN
            RAISE EXCEPTION 'a decision is not taken while a reason is missing' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF decision_of_the_demonstration(OLD.opportunite_id) THEN
        free := free || ARRAY['replaces_id'];
    END IF;
    IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free)
       OR (OLD.consequences_at IS NOT NULL
           AND (NEW.consequences, NEW.consequences_at) IS DISTINCT FROM (OLD.consequences, OLD.consequences_at)) THEN
        RAISE EXCEPTION 'a decision that was taken does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_promises BEFORE UPDATE OR DELETE ON opportunites_decision
    FOR EACH ROW EXECUTE FUNCTION decision_stays_as_taken();

CREATE FUNCTION decision_part_stays_as_taken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free CONSTANT text[] := ARRAY['consultation_id'];
    touched bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := ARRAY[NEW.decision_id];
    ELSIF TG_OP = 'DELETE' THEN
        touched := ARRAY[OLD.decision_id];
    ELSIF (to_jsonb(NEW) - free) IS NOT DISTINCT FROM (to_jsonb(OLD) - free) THEN
        RETURN NEW;
    ELSE
        touched := ARRAY[OLD.decision_id, NEW.decision_id];
    END IF;
    IF EXISTS (SELECT FROM opportunites_decision WHERE taken_at IS NOT NULL AND id = ANY (touched)
               AND NOT (TG_OP = 'DELETE' AND decision_of_the_demonstration(opportunite_id))) THEN
        RAISE EXCEPTION 'a decision that was taken does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER piste_promises BEFORE INSERT OR UPDATE OR DELETE ON opportunites_piste
    FOR EACH ROW EXECUTE FUNCTION decision_part_stays_as_taken();
CREATE TRIGGER ecart_promises BEFORE INSERT OR UPDATE OR DELETE ON opportunites_ecart
    FOR EACH ROW EXECUTE FUNCTION decision_part_stays_as_taken();

CREATE FUNCTION interpellation_stays_as_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.decision_id, NEW.text, NEW.at, NEW.needed, NEW.inhabitants)
       IS DISTINCT FROM (OLD.decision_id, OLD.text, OLD.at, OLD.needed, OLD.inhabitants)
       OR (OLD.reached_at IS NOT NULL AND (NEW.reached_at, NEW.due_at) IS DISTINCT FROM (OLD.reached_at, OLD.due_at))
       OR (OLD.answered_at IS NOT NULL AND (NEW.outcome, NEW.answer, NEW.answered_at)
           IS DISTINCT FROM (OLD.outcome, OLD.answer, OLD.answered_at)) THEN
        RAISE EXCEPTION 'what was asked of a decision and answered does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER interpellation_promises BEFORE UPDATE ON opportunites_interpellation
    FOR EACH ROW EXECUTE FUNCTION interpellation_stays_as_said();
"""
FORGET = """
DROP TRIGGER interpellation_promises ON opportunites_interpellation;
DROP FUNCTION interpellation_stays_as_said();
DROP TRIGGER ecart_promises ON opportunites_ecart;
DROP TRIGGER piste_promises ON opportunites_piste;
DROP FUNCTION decision_part_stays_as_taken();
DROP TRIGGER decision_promises ON opportunites_decision;
DROP FUNCTION decision_stays_as_taken();
DROP FUNCTION decision_of_the_demonstration(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("fiches", "0020_decided_in_the_open"),
        ("opportunites", "0008_common_work"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoutReel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=160, verbose_name="pour quoi")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="montant (€)")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("estimated", "estimé"),
                            ("voted", "voté"),
                            ("notified", "notifié"),
                            ("paid", "payé"),
                            ("realised", "coût final"),
                            ("running", "par an"),
                        ],
                        default="realised",
                        max_length=9,
                        verbose_name="sorte",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("ht", "HT"), ("ttc", "TTC"), ("unknown", "HT ou TTC : non précisé")],
                        max_length=7,
                        verbose_name="HT ou TTC",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
            ],
            options={
                "verbose_name": "coût réel",
                "verbose_name_plural": "coûts réels",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Livraison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("delivered_on", models.DateField(verbose_name="réalisée le")),
                ("text", models.TextField(max_length=4000, verbose_name="ce qui est là")),
                ("unanswered", models.PositiveIntegerField(default=0, verbose_name="contributions sans réponse")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dit le")),
                ("role", models.CharField(editable=False, max_length=12, verbose_name="rôle")),
            ],
            options={
                "verbose_name": "livraison",
                "verbose_name_plural": "livraisons",
            },
        ),
        migrations.AlterModelOptions(
            name="decision",
            options={"ordering": ["-pk"], "verbose_name": "décision", "verbose_name_plural": "décisions"},
        ),
        migrations.RemoveConstraint(
            model_name="ecart",
            name="ecart_has_its_reason",
        ),
        migrations.RemoveConstraint(
            model_name="piste",
            name="piste_has_its_reason",
        ),
        migrations.AddField(
            model_name="decision",
            name="about",
            field=models.CharField(blank=True, max_length=600, verbose_name="ce sur quoi elle portera"),
        ),
        migrations.AddField(
            model_name="decision",
            name="chosen",
            field=models.JSONField(blank=True, default=dict, verbose_name="ce qui avait été choisi ensemble"),
        ),
        migrations.AddField(
            model_name="decision",
            name="sources",
            field=models.JSONField(blank=True, default=list, verbose_name="ce qu’elle cite"),
        ),
        migrations.AddField(
            model_name="decision",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="version du brouillon"),
        ),
        migrations.AddField(
            model_name="ecart",
            name="consultation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="ecarts",
                to="opportunites.consultation",
            ),
        ),
        migrations.AddField(
            model_name="interpellation",
            name="commentaire",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="interpellation",
                to="fiches.commentaire",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="expected_on",
            field=models.DateField(blank=True, null=True, verbose_name="sera prise le"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="replaced_by",
                to="opportunites.decision",
            ),
        ),
        migrations.AlterField(
            model_name="ecart",
            name="decided",
            field=models.CharField(blank=True, max_length=300, verbose_name="ce qui est décidé à la place"),
        ),
        migrations.AlterField(
            model_name="ecart",
            name="reason",
            field=models.TextField(blank=True, max_length=2000, verbose_name="pourquoi"),
        ),
        migrations.AlterField(
            model_name="piste",
            name="reason",
            field=models.TextField(blank=True, max_length=2000, verbose_name="pourquoi"),
        ),
        migrations.AddField(
            model_name="coutreel",
            name="moyen",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="opportunites.moyen",
                verbose_name="ce qui était prévu",
            ),
        ),
        migrations.AddField(
            model_name="livraison",
            name="by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="livraison",
            name="opportunite",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="livraison",
                to="opportunites.opportunite",
                verbose_name="opportunité",
            ),
        ),
        migrations.AddField(
            model_name="coutreel",
            name="livraison",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="couts",
                to="opportunites.livraison",
                verbose_name="livraison",
            ),
        ),
        migrations.AddConstraint(
            model_name="livraison",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="livraison_told"),
        ),
        migrations.AddConstraint(
            model_name="coutreel",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)),
                name="coutreel_amount",
                violation_error_message="Un montant ne descend pas sous zéro.",
            ),
        ),
        migrations.AddConstraint(
            model_name="coutreel",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1990), ("year__lte", 2100)),
                name="coutreel_year",
                violation_error_message="L’année a quatre chiffres.",
            ),
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
