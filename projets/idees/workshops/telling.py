"""The cards of a workshop, for its page and for its sheets."""

from typing import Any

from projets.idees.models import Atelier, Idee, ObservationKind


def told(atelier: Atelier) -> dict[str, Any]:
    """Its public ideas, and what was seen and heard, in the order in which they were typed."""
    kept = list(atelier.observations.filter(binned_at=None).select_related("quartier"))
    return {
        "atelier": atelier,
        "ideas": list(Idee.objects.public().filter(atelier=atelier).for_cards().select_related("autocollant")),
        "facts": [each for each in kept if each.kind == ObservationKind.FACT],
        "heard": [each for each in kept if each.kind == ObservationKind.VERBATIM],
    }
