"""A row in words: what it says, whoever it names, when; and what became of it since somebody tied it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from projets.equipements.models import Ligne, Matter, Rattachement

# The mirror of each matter that can be tied.
MIRRORS: Final = {
    Matter.CONTRACT: "marche",
    Matter.SUBSIDY: "subvention",
    Matter.BUDGET: "lignebudget",
    Matter.DELIBERATION: "deliberation",
    Matter.PURCHASE: "achat",
}


# What can be tied: those, and counts, which are read where they are kept.
TIED: Final = (*MIRRORS, Matter.USAGE)


@dataclass(frozen=True)
class Said:
    """What a page shows of a row."""

    text: str
    who: str
    on: date | None


def said(ligne: Ligne) -> Said:
    """In the words of its matter; its key where nothing was read of it."""
    mirror: Any = getattr(ligne, MIRRORS.get(Matter(ligne.source.matter), ""), None)
    if ligne.source.matter == Matter.USAGE and isinstance(ligne.data, dict):
        return Said(" · ".join(str(value) for value in ligne.data.values() if value not in ("", None))[:300], "", None)
    if mirror is None:
        return Said(ligne.key, "", None)
    text = str(mirror)
    if ligne.source.matter == Matter.BUDGET:
        text = " · ".join(filter(None, (mirror.operation, mirror.function, mirror.nature, str(mirror.year))))
    else:
        text = mirror.objet or text
    who = getattr(mirror, "buyer", "") or getattr(mirror, "beneficiary", "") or getattr(mirror, "entity", "")
    when = ("notified_on", "on", "expected_on")
    return Said(text, who, next((day for each in when if (day := getattr(mirror, each, None))), None))


def with_rows(links: QuerySet[Rattachement]) -> QuerySet[Rattachement]:
    """Links with their row, its source and mirror, and their place: no query more for each."""
    mirrors = [f"ligne__{name}" for name in MIRRORS.values()]
    return links.select_related(
        "ligne__source__organisme", "equipement__commune", "equipement__quartier", "settled_by", "undone_by", *mirrors
    )


def changed_since(link: Rattachement) -> bool:
    """Whether a later file says something else of the row than when it was tied."""
    return bool(link.settled_at) and link.ligne.versions.filter(until__at__gt=link.settled_at).exists()
