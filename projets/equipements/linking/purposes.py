"""What a row's money pays for, guessed from its words; whoever confirms may say otherwise. Pure."""

import re
from typing import Final

from projets.equipements.linking.words import folded
from projets.equipements.models import Cout

# The first that is found: « maîtrise d'œuvre pour la construction » is a study.
_WORDS: Final = (
    (Cout.Purpose.STUDY, r"etude|maitrise d.?oeuvre|\bmoe\b|\bamo\b|diagnostic|concours|programmation|mission|conseil"),
    (Cout.Purpose.RENOVATION, r"renov|rehab|restaur|restruct|refection|ravalement|reparation|rempla|mise aux? norm"),
    (Cout.Purpose.CONSTRUCTION, r"constru|extension|creation|realisation|gros oeuvre|reconstru"),
)
BY_LINK: Final = (Cout.Method.LINKED, Cout.Method.APPORTIONED)  # how costs come to be made from rows
# What a person chooses among; yearly running costs are published as such, no contract makes one.
OFFERED: Final = (Cout.Purpose.STUDY, Cout.Purpose.CONSTRUCTION, Cout.Purpose.RENOVATION, Cout.Purpose.EQUIPMENT)


def purpose_of(text: str) -> str:
    """One of `OFFERED`."""
    plain = folded(text)
    return next((purpose for purpose, words in _WORDS if re.search(words, plain)), Cout.Purpose.EQUIPMENT)
