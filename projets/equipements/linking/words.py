"""The words by which a row of public money and a place recognise each other. Pure; the tables here are all there is."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from projets.equipements.models import Nature

SEPARATOR: Final = "|"  # where a sentence turns to something else: words on both sides are not neighbours

# What is called alike, by line; a bar between words for the same thing. Streets and areas are not facilities: « rue de
# la Piscine » is not the pool.
STREET, AREA, ELSEWHERE = "street", "area", "elsewhere"
TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    Nature.BRIDGE: ("pont", "passerelle", "viaduc"),
    Nature.CAR_PARK: ("parking|parc de stationnement|parc en ouvrage",),
    Nature.PARK_AND_RIDE: ("parc relais|parking relais|parc-relais",),
    Nature.CEMETERY: ("cimetière|cimetière parc", "crématorium"),
    Nature.CONCERT: ("zénith", "palais des congrès"),
    Nature.COMMUNITY: ("maison de quartier|centre socioculturel|centre social", "salle polyvalente|salle des fêtes"),
    Nature.CULTURE: ("conservatoire", "centre culturel"),
    Nature.HARBOUR: ("port", "embarcadère", "écluse", "bac", "gare fluviale|gare maritime"),
    Nature.HEALTH: ("hôpital|CHU|centre hospitalier|hôpitaux", "EHPAD|maison de retraite", "centre de santé"),
    Nature.HERITAGE: ("cathédrale", "église|chapelle|basilique", "mémorial|monument"),
    Nature.LIBRARY: ("médiathèque|bibliothèque",),
    Nature.MARKET: ("marché couvert|halles", "marché"),
    Nature.MUSEUM: ("musée", "muséum", "château", "planétarium"),
    Nature.PARK: ("parc", "jardin", "square", "bois", "vallée", "aire de jeux"),
    Nature.POOL: ("piscine|centre aquatique|stade nautique", "patinoire"),
    Nature.SCHOOL: (
        "école|groupe scolaire|GS|école maternelle|école élémentaire|école primaire",
        "collège",
        "lycée",
        "université|campus|faculté|fac",
        "crèche|multi-accueil",
    ),
    Nature.SPORT: (
        "stade|terrain de football",
        "gymnase|salle de sport",
        "palais des sports",
        "complexe sportif",
        "halle",
        "hippodrome",
        "golf",
        "parc des expositions",
    ),
    Nature.STATION: ("gare|pôle d'échanges|PEM", "aéroport"),
    Nature.STOP: ("arrêt|station",),
    Nature.THEATRE: ("théâtre|opéra",),
    Nature.TOWN_HALL: ("mairie|hôtel de ville", "mairie annexe|mairie de quartier", "palais de justice|tribunal"),
    Nature.SQUARE: ("place|esplanade|promenade|parvis", "cours"),
    STREET: ("rue", "boulevard|bd", "avenue", "quai", "chemin", "allée", "impasse", "route", "ruelle", "passage"),
    AREA: ("quartier|secteur", "ZAC|lotissement", "îlot|résidence", "centre commercial|zone d'activités"),
    ELSEWHERE: ("cuisine", "restaurant", "bassin d'orage|station d'épuration|station de pompage"),
}
SMALL: Final = frozenset(
    """le la les l un une de des du d et en au aux a sur sous pour par dans avec ses son sa leur ou vers chez
    entre""".split()  # noqa: SIM905 - a list to be read
)
# Part of many names, and the whole of none.
WEAK: Final = frozenset(
    """nouveau nouvelle ancien ancienne petit petite grand grande nord sud est ouest ile centre maison espace site vieux
    haut haute bas basse municipal municipale public publique saint sainte""".split()  # noqa: SIM905
)
INHERENT: Final = frozenset(
    ("palais", "cours", "bois", "campus", "paris", "thermes")
)  # no plural, though it ends like one
_READ: Final = re.compile(r"[a-z](?=\.\s?[a-z])|[a-z0-9]{2,}|[0-9]|\s[-–—]\s|[:;,()/«»•]")
_MARKS: Final = re.compile("[\u0300-\u036f]+")  # what NFKD takes off a letter of ours
_ELIDED: Final = re.compile(r"\b(?:[dlnsmtcj]|qu)['’`]")


@dataclass(frozen=True)
class Kind:
    """A sort of place as a text names it: words `start` to `end` (excluded); `many` when it speaks of several."""

    group: str
    nature: str
    start: int
    end: int
    many: bool


@dataclass(frozen=True)
class Told:
    """A text read: its words, accents, small words and plurals taken off, and the sorts of places among them."""

    words: tuple[str, ...]
    kinds: tuple[Kind, ...]
    raw: tuple[str, ...] = ()  # the same words with their plurals


def folded(text: str) -> str:
    """Lower case, without accents or ligatures."""
    plain = text.lower()
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFKD", plain.replace("œ", "oe").replace("æ", "ae"))
    return _MARKS.sub("", plain)


def singular(word: str) -> str:
    """Without the mark of a plural: the same for both texts, which is all that is asked of it."""
    if word in INHERENT or len(word) <= 3:
        return word
    return word[:-1] if word[-1] in "sx" else word


def _raw(text: str) -> list[str]:
    plain = _ELIDED.sub(" ", folded(text).replace("p+r", "parc relais").replace("p + r", "parc relais"))
    found = (SEPARATOR if not each.strip()[:1].isalnum() else each for each in _READ.findall(plain))
    named = ({"st": "saint", "ste": "sainte"}.get(each, each) for each in found)
    return [each for each in named if each not in SMALL]


def read(text: str) -> Told:
    """The words of a text, and the sorts of places that it names, the longest name first."""
    raw = _raw(text)
    words = tuple(singular(each) for each in raw)
    return Told(words, tuple(_kinds(words, raw)), tuple(raw))


# The same few buyers, communes and keepers, row after row.
read_again = lru_cache(maxsize=10_000)(read)


def in_a_row(some: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether these words follow each other there."""
    return any(words[at : at + len(some)] == some for at in range(len(words) - len(some) + 1))


def _kinds(words: tuple[str, ...], raw: list[str]) -> Iterator[Kind]:
    known, longest, at = vocabulary(), _longest(), 0
    while at < len(words):
        for length in range(longest.get(words[at], 0), 0, -1):
            if found := known.get(words[at : at + length]):
                many = any(raw[i] != words[i] for i in range(at, min(at + length, len(words))))
                yield Kind(*found, at, at + length, many)
                at += length
                break
        else:
            at += 1


@cache
def _longest() -> dict[str, int]:
    """How many words the longest sort of place has that begins with each word."""
    found: dict[str, int] = {}
    for words in vocabulary():
        found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


@cache
def vocabulary() -> dict[tuple[str, ...], tuple[str, str]]:
    """From the words of a sort of place to its group and nature."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for nature, groups in TYPES.items():
        for group in groups:
            name = group.partition("|")[0]
            found |= {tuple(map(singular, _raw(each))): (name, str(nature)) for each in group.split("|")}
    return found
