"""An idea is given its hour."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from projets.idees.ephemeral.hours import forget
from projets.idees.ephemeral.tasks import pass_away
from projets.idees.models import Idee


def begin_as_sent(idee: Idee, form: Any) -> None:
    """What a form asked for; a campaign whose contributions pass has the last word on the longest."""
    chosen = form.cleaned_data.get("lasts")
    begin(idee, int(chosen) if chosen else None)


def begin(idee: Idee, hours: int | None = None) -> None:
    """Give an idea that was just stored its hour: the nearest of what was asked and of what its campaign says."""
    said = [each for each in (hours, idee.campagne.lasts_hours if idee.campagne else None) if each]
    if not said:
        return
    idee.expires_at = idee.created_at + timedelta(hours=min(said))
    idee.save(update_fields=["expires_at"])
    transaction.on_commit(forget)
    pass_away.configure(schedule_at=idee.expires_at).defer(idee_id=idee.pk)
