"""The same problem told by somebody else: other words, words left out, words in another order, slips of a thumb."""

import random
import re
from typing import Final

# What residents write for what a city's list of problems says.
SYNONYMS: Final = {
    "déchets": "ordures", "salissures": "saletés", "encombrants": "gros objets", "abandonnés": "laissés là",
    "objets": "affaires", "graffitis": "tags", "autocollants": "stickers", "affiches": "affichage", "mur": "façade",
    "façade": "mur", "trottoirs": "trottoir", "trottoir": "passage", "affaissement": "creux", "trou": "nid de poule",
    "pavé": "dalle", "arraché": "descellé", "véhicule": "voiture", "automobile": "voiture", "stationnement": "garé",
    "gênant": "gêne", "mobilier": "équipement", "tagué": "graffité", "cartons": "emballages", "sacs": "poches",
    "gravats": "débris", "chantier": "travaux", "déjections": "crottes", "canines": "de chien", "poubelle": "corbeille",
    "débordante": "pleine", "sale": "crade", "panneau": "pancarte", "endommagé": "cassé", "détérioré": "abîmé",
    "barrière": "rambarde", "potelet": "poteau", "éclairage": "lumière", "éteint": "en panne", "nuit": "soir",
    "terrasses": "terrasse", "nuisance": "bruit", "sonore": "la musique", "urine": "pipi", "arbre": "platane",
    "vélo": "bicyclette", "chaussées": "chaussée", "chaussée": "route", "bosse": "soulèvement",
}  # fmt: skip
_WORD: Final = re.compile(r"[\w’'-]+")


def reword(text: str, chance: random.Random) -> str:
    """Half of the known words replaced, one in four left out, a pair swapped every other time, slips in one in six."""
    words = [word for word in _WORD.findall(text.lower()) if len(word) > 1]
    words = [SYNONYMS.get(word, word) if chance.random() < 0.5 else word for word in words]
    kept = [word for word in words if chance.random() > 0.25] or words[:1]
    if len(kept) > 1 and chance.random() < 0.5:
        rank = chance.randrange(len(kept) - 1)
        kept[rank], kept[rank + 1] = kept[rank + 1], kept[rank]
    return " ".join(_slip(word, chance) if len(word) > 4 and chance.random() < 1 / 6 else word for word in kept)


def _slip(word: str, chance: random.Random) -> str:
    """One letter left out, doubled, or put before its neighbour."""
    rank = chance.randrange(1, len(word) - 1)
    slips = (
        word[:rank] + word[rank + 1 :],
        word[:rank] + word[rank] + word[rank:],
        word[:rank] + word[rank + 1] + word[rank] + word[rank + 2 :],
    )
    return chance.choice(slips)
