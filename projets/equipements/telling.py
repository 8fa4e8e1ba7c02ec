"""What the page of a facility tells before the rooms speak: whose word it is, when it is open, and its costs."""

from typing import Any

from django.utils import timezone

from projets.equipements import hours
from projets.equipements.costs import by_kind
from projets.equipements.layers import identity
from projets.equipements.models import Equipement
from projets.equipements.querysets import HOLDING
from projets.equipements.signing import signed


def told(equipement: Equipement) -> dict[str, Any]:
    """The facts, the hours in words, and the costs: those that stand by kind, the others folded but readable."""
    couts = list(equipement.couts.all())  # fetched with the page
    by_pk = {cout.pk: cout for cout in couts}
    for cout in couts:
        cout.superseded_by = by_pk.get(cout.superseded_by_id)
    return {
        "facts": identity(equipement),
        "signed": signed(equipement.publisher),
        "hours": _hours(equipement.hours),
        "kinds": by_kind(cout for cout in couts if cout.state in HOLDING),
        "folded": [cout for cout in couts if cout.state not in HOLDING],
    }


def _hours(text: str) -> dict[str, Any] | None:
    """The lines to read, and whether it is open now: only when the whole is understood and one can be sure."""
    if not text:
        return None
    rules = hours.read(text)
    if rules is None:
        return {"lines": [text], "as_is": True, "open": None}
    return {"lines": hours.lines(rules), "as_is": False, "open": hours.is_open(rules, timezone.localtime())}
