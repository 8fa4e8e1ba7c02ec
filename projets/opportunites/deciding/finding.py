"""What the map's search finds of decisions: by the title of their topic, by what they say, by who signs them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from carto.carte.finding import Finder
from carto.geometry import STORED
from carto.territoires.geocoding import Hit
from carto.territoires.wording import Wording
from projets.opportunites.deciding.querysets import find_decisions

NAMED: Final = re.compile(r"\b(?:d[ée]cisions?|d[ée]cid[ée](?:e|s|es)?)\b", re.IGNORECASE)


def find(wording: Wording, limit: int) -> list[Hit]:
    """Those that answer; before places when the word « décision » was typed; alone, it asks for the latest."""
    asked = NAMED.search(wording.words) is not None
    words = " ".join(NAMED.sub(" ", wording.words).split()) if asked else wording.words
    if not asked and not any(character.isalnum() for character in words):
        return []
    return [_hit(row, asked=asked) for row in find_decisions(words)][:limit]


def _hit(row: tuple[Any, ...], *, asked: bool) -> Hit:
    title, uuid, taken_at, expected_on, text, signatory, delivered_on, x, y = row
    words = [_when(taken_at, expected_on, delivered_on), f"« {' '.join(text.split())} »" if text else "", signatory]
    told = " · ".join(part for part in words if part)
    address = reverse("opportunites:decision", args=[uuid])
    return Hit("decision", title, told, Point(x, y, srid=STORED), url=address, exact=asked, group=_("Décisions"))


def _when(taken_at: Any, expected_on: date | None, delivered_on: date | None) -> str:
    if taken_at is None:
        return _("décision attendue le %(day)s") % {"day": date_format(expected_on)} if expected_on else _("annoncée")
    taken = _("décision du %(day)s") % {"day": date_format(localtime(taken_at).date())}
    return f"{taken}, {_('réalisée le %(day)s') % {'day': date_format(delivered_on)}}" if delivered_on else taken


def _nothing(_uuids: Sequence[str]) -> dict[str, str]:
    return {}


DECISIONS: Final = Finder(find, _nothing)
