"""What comes by another door is kept as it came, once, whatever the door."""

import re
from datetime import datetime
from typing import Final

from django.utils import timezone

from carto.text import tidy
from projets.idees.models import Campagne, Channel, Depeche

LONGEST: Final = 4000  # characters of a message
CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


def receive(
    channel: Channel, text: str, *, sender: str = "", external_id: str = "", campagne: Campagne | None = None,
    source: str = "", received_at: datetime | None = None,
) -> tuple[Depeche, bool]:  # fmt: skip
    """Keep one message; (it, whether it is new). The same `external_id` by the same door is the same message."""
    told = {
        "text": tidy(text)[:LONGEST], "sender": tidy(sender)[:254], "campagne": campagne, "source": source[:300],
        "received_at": received_at or timezone.now(),
    }  # fmt: skip
    if not external_id:
        return Depeche.objects.create(channel=channel, **told), True
    return Depeche.objects.get_or_create(channel=channel, external_id=external_id[:200], defaults=told)


def campagne_of(*words: str) -> Campagne | None:
    """The open campaign that one of these words names by its short address: the first that does."""
    named = {found for each in words for found in CODE.findall(each.lower())}
    return Campagne.objects.open().filter(slug__in=named).order_by("-opens_at").first() if named else None
