"""A fiche as everybody will see it, before it is sent: from the same templates as its page, and stored nowhere."""

from typing import Any

from carto.fiches.forms import FicheForm
from carto.fiches.layers import Layer
from carto.territoires.querysets import ids_at


def foretold(layer: Layer, form: FicheForm) -> dict[str, Any]:
    """What the templates of a public page need to show what a valid form would send."""
    fiche = form.build()
    fiche.author = form.author()
    fiche.number = ""  # given when it is sent
    fiche.rue_id, fiche.quartier_id, fiche.commune_id = ids_at(fiche.geom)
    own = list(form.kept_photos())
    return {
        "fiche": fiche,
        "state": layer.state_of(fiche),
        "facts": layer.facts(fiche),
        "photos": [],
        "photos_waiting": len(own),
        "own_photos": own,
    }
