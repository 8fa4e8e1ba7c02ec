"""The deliveries that a line of history asks for, made in one statement; nothing is read when nobody listens."""

from typing import Final

from django.db import connection

# What everybody may read, of a fiche that everybody may see: whoever listens learns nothing that the site does not say.
_DELIVERIES: Final = """
INSERT INTO signalements_delivery (webhook_id, evenement_id, state, attempts, next_at, answer)
SELECT webhook.id, evenement.id, 'waiting', 0, now(), ''
FROM signalements_webhook AS webhook
JOIN fiches_evenement AS evenement ON evenement.id = %(evenement)s
JOIN fiches_fiche AS fiche ON fiche.id = evenement.fiche_id AND fiche.visibility IN ('public', 'joined')
LEFT JOIN signalements_signalement AS signalement ON signalement.fiche_ptr_id = fiche.id
WHERE webhook.active
  AND (webhook.kinds = '{}' OR fiche.kind = ANY (webhook.kinds))
  AND (webhook.whats = '{}' OR evenement.what = ANY (webhook.whats))
  AND (webhook.service_id IS NULL OR webhook.service_id = signalement.service_id)
ON CONFLICT DO NOTHING
"""


def make_deliveries(evenement_id: int) -> int:
    """One delivery for each address that wants to hear of it; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERIES, {"evenement": evenement_id})
        return cursor.rowcount
