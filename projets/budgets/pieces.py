"""What the page of a facility says when residents voted for it."""

from typing import Any

from django.http import HttpRequest

from projets.budgets.models import Projet
from projets.equipements.models import Cout, Equipement


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """The vote it comes from, and its steps; nothing for all the others."""
    if not any(cout.kind == Cout.Kind.VOTED for cout in equipement.couts.all()):
        return None  # read with the facility already: most pages ask nothing more
    found = Projet.objects.filter(equipement=equipement.pk).select_related("enveloppe__budget", "fiche")
    projet = found.prefetch_related("jalons").first()
    return {"projet": projet, "budget": projet.enveloppe.budget} if projet else None
