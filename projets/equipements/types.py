"""The types that facilities are compared by, found from the words of a row, an OpenStreetMap tag or a title."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from projets.equipements.imports.values import folded
from projets.equipements.models import TypeEquipement


def plain(text: str) -> str:
    """Words without accents, capitals, signs nor plural."""
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in folded(text).split())


@dataclass(frozen=True)
class TypeFinder:
    """Every type by what it is called; what rows call theirs is judged once."""

    by_tag: Mapping[str, TypeEquipement]
    by_words: Mapping[str, TypeEquipement]
    known: dict[str, TypeEquipement | None] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "TypeFinder":
        """From the database."""
        return cls.of(list(TypeEquipement.objects.order_by("pk")))

    @classmethod
    def of(cls, types: list[TypeEquipement]) -> "TypeFinder":
        """From these."""
        words: dict[str, TypeEquipement] = {}
        for each in types:
            for said in (each.name, each.scdl, each.code.replace("-", " "), *each.words):
                if said:
                    words.setdefault(plain(said), each)
        return cls(_by_tag(types), words)

    def find(self, tags: Iterable[str], words: str, title: str) -> TypeEquipement | None:
        """By a tag of OpenStreetMap (`leisure=park`), else what its row calls it, else a word of its title."""
        if tagged := next(filter(None, map(self.by_tag.get, tags)), None):
            return tagged
        if words not in self.known:
            self.known[words] = self._search(words)
        return self.known[words] or self._search(title)

    def of_nature(self, title: str, nature: str) -> TypeEquipement | None:
        """The type that a title names, where it is one of that nature."""
        found = self.find((), title, "")
        return found if found and found.nature == nature else None

    def _search(self, text: str) -> TypeEquipement | None:
        """The longest of the names that the text contains."""
        said = plain(text).split()
        for length in range(min(len(said), 5), 0, -1):
            for start in range(len(said) - length + 1):
                if found := self.by_words.get(" ".join(said[start : start + length])):
                    return found
        return None


def called(sort: TypeEquipement | None) -> tuple[str, ...]:
    """What one type is called: its name, SCDL's, and its other words; nothing without a type."""
    if sort is None:
        return ()
    return tuple(dict.fromkeys(said.strip() for said in (sort.name, sort.scdl, *sort.words) if said.strip()))


def _by_tag(types: list[TypeEquipement]) -> dict[str, TypeEquipement]:
    found: dict[str, TypeEquipement] = {}
    for each in types:
        for tag in filter(None, each.osm.replace(" ", "").split(";")):
            found.setdefault(tag, each)
    return found
