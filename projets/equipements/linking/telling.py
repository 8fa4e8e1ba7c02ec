"""Links in words, for the desk, the page of a place and that of a row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from projets.equipements.costs import euros
from projets.equipements.linking.purposes import BY_LINK, purpose_of
from projets.equipements.linking.querysets import Amount, amounts_of_rows
from projets.equipements.linking.rows import Said, said
from projets.equipements.linking.scoring import degree, say
from projets.equipements.models import Cout, Rattachement, RattachementState


@dataclass(frozen=True)
class Told:
    """One link as a page shows it."""

    link: Rattachement
    row: Said
    amounts: tuple[str, ...]
    parts: tuple[str, ...]  # the costs that it made of them for this place
    reasons: tuple[str, ...]
    degree: str
    purpose: str
    changed: bool  # a later file says something else than when it was settled

    @property
    def percent(self) -> Decimal:
        """The place's share."""
        return (self.link.share * 100).normalize()


def in_words(amount: Amount) -> str:
    """« 1 200 € HT, notifié, 2021 »."""
    basis = "" if amount.basis == Cout.Basis.UNKNOWN else f" {Cout.Basis(amount.basis).label}"
    year = f", {amount.year}" if amount.year else ""
    return f"{euros(amount.amount)}{basis}, {Cout.Kind(amount.kind).label}{year}"


def tell(links: Iterable[Rattachement], changed: set[int] = frozenset()) -> list[Told]:
    """Each of them (with `rows.with_rows`), in one query for all their amounts and one for their costs; `changed`: keys
    of those whose row has.
    """
    links = list(links)
    amounts = amounts_of_rows(link.ligne_id for link in links)
    parts = _parts(links)
    return [
        _told(link, amounts[link.ligne_id], parts[link.ligne_id, link.equipement_id], link.pk in changed)
        for link in links
    ]


def _parts(links: Iterable[Rattachement]) -> dict[tuple[int, int], list[str]]:
    """The costs that stand by each link, in words, to the cent as they were made."""
    tied = [link.ligne_id for link in links if link.state == RattachementState.CONFIRMED]
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    if tied:
        made = Cout.objects.published().filter(ligne__in=tied, method__in=BY_LINK).order_by("-kind", "pk")
        for ligne, equipement, amount in made.values_list("ligne", "equipement", "amount"):
            found[ligne, equipement].append(euros(amount))
    return found


def _told(link: Rattachement, amounts: list[Amount], parts: list[str], changed: bool) -> Told:
    row = said(link.ligne)
    told = tuple(in_words(each) for each in amounts if each.amount is not None)
    purpose = Cout.Purpose(purpose_of(row.text)).label
    reasons = tuple(say(reason) for reason in link.reasons)
    return Told(link, row, told, tuple(parts), reasons, degree(link.score), str(purpose), changed)
