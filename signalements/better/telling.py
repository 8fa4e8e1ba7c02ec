"""What the pages of a signalement say beside its outcome: that one may wish for better, and from how many of them."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from carto.fiches.growing.clusters import NEAR, cluster_of
from carto.fiches.lineage import kept_of
from carto.fiches.models import Fiche, PhotoState, Visibility

SEEN = {Visibility.PUBLIC, Visibility.JOINED}


def better(signalement: Fiche, *, pictured: bool | None = None) -> dict[str, Any] | None:
    """The address that opens a proposal, the others of its cluster if there is one, and whether photos may come along.

    None for what not everybody may read: a proposal is public. `pictured`, when the page has looked for photos already.
    """
    if signalement.visibility not in SEEN:
        return None
    cluster = cluster_of(signalement)
    leading = kept_of(signalement) if signalement.visibility == Visibility.JOINED else signalement
    if pictured is None:
        pictured = any(photo.state == PhotoState.SHOWN for photo in signalement.photos.all())
    return {
        "address": f"{reverse('idees:propose')}?{urlencode({'depuis': leading.uuid})}",
        "count": len(cluster),
        "others": [each for each in cluster if each.pk != signalement.pk],
        "metres": NEAR,
        "photos": pictured,
    }
