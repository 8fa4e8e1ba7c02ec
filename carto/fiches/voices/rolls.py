"""Where whatever stands on the ground keeps a roll of its own of who has spoken (setting EMARGEMENTS).

A campaign does: while it is open its roll tells two people apart, once it is closed nobody can any more. The gestures
that such a roll counts are then stored without their person.
"""

from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from carto.fiches.models import Fiche

if TYPE_CHECKING:
    from carto.fiches.voices.actions import Voice


class Roll(Protocol):
    """The roll of one thing that people speak about; closed, it takes no name any more and strikes none."""

    is_open: bool

    def has(self, act: str, voice: "Voice") -> bool:
        """Whether this voice has done that."""

    def sign(self, act: str, voice: "Voice") -> bool:
        """Note that it has; false when it had already."""

    def strike(self, act: str, voice: "Voice") -> bool:
        """Take it back; false when there was nothing to take back."""


def roll_of(fiche: Fiche) -> Roll | None:
    """The roll that counts the gestures about this fiche; None when the soutiens themselves do."""
    for path in settings.EMARGEMENTS:
        if (roll := import_string(path)(fiche)) is not None:
            return roll
    return None
