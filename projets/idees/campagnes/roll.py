"""One voice per person: the roll of a campaign, which the setting EMARGEMENTS names.

A line of it is an HMAC of what was done and by whom, under a key of the campaign's own. While both are there the same
person is recognised, from one day to the next and from one device to another; once the campaign is over they are
destroyed, and no computation on what is left finds anybody again. A line has no date, and its rank is drawn.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from carto.fiches.models import Fiche, Kind
from carto.fiches.voices.actions import RANKS, Voice
from projets.idees.models import Campagne, CampagneKey, Emargement, Idee

KEY_BYTES: Final = 32


@dataclass(frozen=True)
class CampagneRoll:
    """The roll of one campaign."""

    campagne: Campagne

    @property
    def is_open(self) -> bool:
        """Whether it still takes voices: as the campaign, from its dates alone."""
        return self.campagne.is_open

    def has(self, act: str, voice: Voice) -> bool:
        """Whether this voice has done that; always false once the campaign is over."""
        digest = self._digest(act, voice)
        return bool(digest) and Emargement.objects.filter(campagne=self.campagne, digest=digest).exists()

    def sign(self, act: str, voice: Voice) -> bool:
        """Note that it has; false when it had already, or when the campaign is over."""
        digest = self._digest(act, voice)
        if not digest:
            return False
        line = Emargement(pk=secrets.randbelow(RANKS), campagne=self.campagne, digest=digest)
        return _stored(line)

    def strike(self, act: str, voice: Voice) -> bool:
        """Take it back; false when there was nothing to take back, or when the campaign is over."""
        digest = self._digest(act, voice)
        gone, _tables = Emargement.objects.filter(campagne=self.campagne, digest=digest).delete() if digest else (0, {})
        return bool(gone)

    def _digest(self, act: str, voice: Voice) -> str:
        """64 hexadecimal digits; empty when the campaign is not open."""
        if not self.is_open:
            return ""
        key = CampagneKey.objects.filter(campagne=self.campagne).values_list("key", flat=True).first()
        if key is None:
            return ""
        who = f"person:{voice.person.pk}" if voice.person else f"mark:{voice.mark}"
        return hmac.new(bytes(key), f"{act}\x1f{who}".encode(), hashlib.sha256).hexdigest()


def _stored(line: Emargement) -> bool:
    """Insert it unless the same act of the same person is there."""
    Emargement.objects.bulk_create([line], ignore_conflicts=True)
    return Emargement.objects.filter(pk=line.pk, digest=line.digest).exists()


def roll_of(fiche: Fiche) -> CampagneRoll | None:
    """The roll of the campaign that an idea answers; None for everything else."""
    if fiche.kind != Kind.IDEE:
        return None
    if isinstance(fiche, Idee):
        return CampagneRoll(fiche.campagne) if fiche.campagne_id else None
    campagne = Campagne.objects.filter(idees=fiche.pk).first()
    return CampagneRoll(campagne) if campagne else None


def draw_key(campagne: Campagne) -> None:
    """Give the campaign its key, when it is published; it has but one."""
    CampagneKey.objects.get_or_create(campagne=campagne, defaults={"key": secrets.token_bytes(KEY_BYTES)})
