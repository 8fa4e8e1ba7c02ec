"""All that is told of one topic after its work, in one query: rows of every room, as they stand."""

import json
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

Row = dict[str, Any]

# Each part is a list of rows of one topic. A name that ends in `_at` is a moment, in `_on` a day (`_read`).
_PARTS: Final[dict[str, str]] = {
    "versions": """
        SELECT version.at AS kept_at, version.told
        FROM opportunites_ouvertureversion AS version
        JOIN opportunites_ouverture AS sheet ON sheet.id = version.ouverture_id
        WHERE sheet.opportunite_id = %(topic)s ORDER BY version.number""",
    "statuses": """
        SELECT at AS said_at, before, after, btrim(public_text) <> '' AS told, person_id IS NOT NULL AS signed
        FROM fiches_evenement WHERE fiche_id = %(topic)s AND what = 'status' ORDER BY at, id""",
    "comments": """
        SELECT said.created_at AS said_at, said.kind, said.due_at,
               (SELECT min(reply.created_at) FROM fiches_commentaire AS reply
                WHERE reply.answers_id = said.id AND reply.visibility = 'public'
                  AND reply.role IN ('agent', 'referent', 'publisher')) AS replied_at,
               EXISTS (SELECT FROM opportunites_reponse WHERE commentaire_id = said.id) AS answered
        FROM fiches_commentaire AS said
        WHERE said.fiche_id = %(topic)s AND said.visibility = 'public'
          AND said.role NOT IN ('agent', 'referent', 'publisher') ORDER BY said.created_at, said.id""",
    "roots": """
        SELECT root.number, EXISTS (SELECT FROM opportunites_reponse AS reponse
                WHERE reponse.opportunite_id = %(topic)s AND reponse.fiche_id = root.id) AS answered
        FROM fiches_lien AS lien JOIN fiches_fiche AS root ON root.id = lien.target_id
        WHERE lien.source_id = %(topic)s AND lien.kind = 'grew_from' AND lien.undone_at IS NULL
          AND root.visibility IN ('public', 'joined') ORDER BY lien.at, lien.id""",
    "consultations": """
        SELECT slug, title, opportunite_id IS NOT DISTINCT FROM %(topic)s AS own,
               coalesce(early_at, opens_at) AS begins_at, counted_at, counts_at, quorum::text AS quorum, people, result,
               ARRAY(SELECT area.level FROM opportunites_consultation_areas AS asked
                     JOIN territoires_territoire AS area ON area.id = asked.territoire_id
                     WHERE asked.consultation_id = consultation.id) AS levels
        FROM opportunites_consultation AS consultation
        WHERE opened_at IS NOT NULL AND cancelled_at IS NULL
          AND (opportunite_id = %(topic)s OR EXISTS (SELECT FROM opportunites_option
               WHERE consultation_id = consultation.id AND opportunite_id = %(topic)s)) ORDER BY opens_at, id""",
    "passages": """
        SELECT phase, residents_at, service_at, passed_at
        FROM opportunites_passage WHERE opportunite_id = %(topic)s ORDER BY opened_at, id""",
    "reunions": """
        SELECT kind, at AS held_at, place, came, recorded_at
        FROM opportunites_reunion WHERE opportunite_id = %(topic)s ORDER BY at, id""",
    "decisions": """
        SELECT id, signatory, signatory_role, announced_at, taken_at, consequences_at,
               ARRAY(SELECT btrim(reason) FROM opportunites_ecart WHERE decision_id = decision.id) AS departures
        FROM opportunites_decision AS decision
        WHERE opportunite_id = %(topic)s
          AND NOT EXISTS (SELECT FROM opportunites_decision AS later WHERE later.replaces_id = decision.id)
        ORDER BY taken_at NULLS FIRST, id""",
    "challenges": """
        SELECT reached_at, due_at, answered_at
        FROM opportunites_interpellation AS challenge
        JOIN opportunites_decision AS decision ON decision.id = challenge.decision_id
        WHERE decision.opportunite_id = %(topic)s ORDER BY challenge.at, challenge.id""",
    "milestones": """
        SELECT title, due_on, done_on, btrim(text) AS text
        FROM opportunites_jalon WHERE opportunite_id = %(topic)s ORDER BY due_on, id""",
    "works": """
        SELECT works.uuid, works.title, EXISTS (SELECT FROM equipements_cout AS cout
                WHERE cout.equipement_id = works.id AND cout.amount IS NOT NULL
                  AND cout.kind IN ('realised', 'paid') AND cout.state IN ('confirmed', 'contested')) AS told
        FROM fiches_fiche AS works
        WHERE works.kind = 'equipement' AND works.visibility = 'public' AND works.id IN (
            SELECT source_id FROM fiches_lien
            WHERE target_id = %(topic)s AND kind IN ('delivers', 'grew_from', 'answers') AND undone_at IS NULL)
        ORDER BY works.created_at, works.id""",
    # What the delivery itself says was really spent.
    "spent": """
        SELECT cost.what FROM opportunites_coutreel AS cost
        JOIN opportunites_livraison AS made ON made.id = cost.livraison_id
        WHERE made.opportunite_id = %(topic)s AND cost.kind IN ('realised', 'paid') ORDER BY cost.id""",
    # What was done elsewhere on that theme, at that scale first: beside the label on the page of the topic.
    "examples": """
        SELECT example.title, example.place, example.source, example.source_url
        FROM opportunites_exemple AS example JOIN fiches_fiche AS fiche ON fiche.theme_id = example.theme_id
        JOIN opportunites_opportunite AS topic ON topic.fiche_ptr_id = fiche.id
        WHERE fiche.id = %(topic)s
        ORDER BY example.scale = topic.scale DESC, example.added_at DESC, example.id LIMIT 3""",
}
_OBJECT: Final = ", ".join(
    f"'{name}', (SELECT coalesce(json_agg(part), '[]') FROM ({part}) AS part)" for name, part in _PARTS.items()
)


def facts_rows(topic: int) -> dict[str, list[Row]]:
    """The rows of a topic by the name of their part; moments and days are read, money never appears here."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT json_build_object({_OBJECT})::text", {"topic": topic})
        found = json.loads(cursor.fetchone()[0])
    return {name: [_read(row) for row in rows] for name, rows in found.items()}


def _read(row: Row) -> Row:
    return {name: _moment(name, value) for name, value in row.items()}


def _moment(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name.endswith("_on") else value
