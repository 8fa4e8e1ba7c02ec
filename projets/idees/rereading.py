"""The announced mode of a campaign: what arrives is published at once, or read by a person before."""

from typing import Any, Final

from django.utils.translation import gettext as _

from carto.fiches.models import ANNOUNCED
from carto.fiches.trust.holding import Hold, hold
from projets.idees.models import Campagne, Idee, Moderation

HOURS_A_DAY: Final = 24


def hold_if_announced(idee: Idee, form: Any) -> None:
    """An idea sent to a campaign that reads before waits for a person: no rule is held against it."""
    if idee.campagne and idee.campagne.moderation == Moderation.BEFORE:
        hold(idee, [Hold(ANNOUNCED, idee.campagne.title[:300])])


def read_before() -> list[tuple[str, str]]:
    """The campaigns that read before publishing at this moment, as the page of the rules names them."""
    return [(each.title, each.get_absolute_url()) for each in Campagne.objects.open().filter(moderation="before")]


def told(campagne: Campagne | None) -> list[str]:
    """What somebody should know before sending: when it is published, and how long it stays."""
    before = campagne is not None and campagne.moderation == Moderation.BEFORE
    said = [
        _("Une personne lira votre idée avant qu’elle soit publiée : cette campagne l’annonce, et s’y tient.")
        if before
        else _("Votre idée est publiée aussitôt, et relue ensuite si quelque chose le demande.")
    ]
    if campagne is not None and campagne.lasts_hours:
        said.append(_("Elle s’effacera %(after)s : les contributions de cette campagne passent.") % {
            "after": _after(campagne.lasts_hours)
        })  # fmt: skip
    return said


def _after(hours: int) -> str:
    if hours % HOURS_A_DAY or hours == HOURS_A_DAY:
        return _("au bout de %(n)d heures") % {"n": hours}
    return _("au bout de %(n)d jours") % {"n": hours // HOURS_A_DAY}
