"""What somebody looks for in public money: the words of it, and the kind of answer that they name, if any. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from carto.territoires.wording import Wording

# Words that say of which kind the answer should be, rather than what it is about; the first that is named counts.
KINDS: Final = {
    "deliberation": re.compile(r"\bd[ée]lib[ée]rations?\b", re.IGNORECASE),
    "marche": re.compile(r"\b(?:contrats?|concessions?|march[ée]s? publics?)\b", re.IGNORECASE),
    "subvention": re.compile(r"\bsubventions?\b", re.IGNORECASE),
    "chiffre": re.compile(
        r"\b(?:co[uû]t(?:s|e|ent)?|combien|prix|budgets?|d[ée]penses?|montants?|argent|chiffres?)\b", re.IGNORECASE
    ),
    "personne": re.compile(
        r"\b(?:qui|s['’]?\s?occup\w*|responsables?|contact(?:er)?|[ée]lu(?:e|s|es)?|adjoint(?:e|s|es)?|"
        r"r[ée]f[ée]rent(?:e|s|es)?)\b",
        re.IGNORECASE,
    ),
}
FEWEST: Final = 3  # letters of a word that is looked for letter by letter
MOST_ROOTS: Final = 6
EMPTY: Final = frozenset({"les", "des", "une", "aux", "sur", "pour", "dans", "par", "avec", "est", "the", "and"})
_SHORT: Final = re.compile(r"\b(?:[dlsn]['’]|(?:de|du|des|le|la|les|un|une|au|aux|en|est)\b)", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Asking:
    """`kind` is one of KINDS, or empty; `words` are the rest of what was typed, `roots` their beginnings."""

    text: str
    kind: str
    words: str
    roots: list[str]
    year: int | None = None

    @property
    def empty(self) -> bool:
        """Nothing is left that could be looked for: only the kind of answer was named."""
        return not any(character.isalnum() for character in self.words)


def read_asking(wording: Wording) -> Asking:
    """From words as people type them."""
    kind, words = "", wording.words
    for name, named in KINDS.items():
        if named.search(words):
            kind, words = name, named.sub(" ", words)
            break
    year = None
    if kind == "chiffre" and (found := _YEAR.search(wording.text)):
        year, words = int(found.group()), _YEAR.sub(" ", words)
    if kind:
        words = _SHORT.sub(" ", words)
    words = " ".join(words.split())
    return Asking(wording.text, kind, words, _roots(words), year)


def _roots(words: str) -> list[str]:
    """The words without the marks of plural, for what is looked for letter by letter."""
    found = [word.rstrip("sx") for word in re.findall(r"\w+", words.casefold()) if word not in EMPTY]
    return list(dict.fromkeys(word for word in found if len(word) >= FEWEST))[:MOST_ROOTS]
