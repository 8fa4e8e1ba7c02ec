"""Links in words, for the desk, the page of a place and that of a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from projets.equipements.costs import euros
from projets.equipements.linking.purposes import purpose_of
from projets.equipements.linking.querysets import Amount, amounts_of_rows
from projets.equipements.linking.rows import Said, said
from projets.equipements.linking.scoring import degree, say
from projets.equipements.models import Cout, Rattachement


@dataclass(frozen=True)
class Told:
    """One link as a page shows it."""

    link: Rattachement
    row: Said
    amounts: tuple[str, ...]
    parts: tuple[str, ...]  # of those amounts, what the place's share makes
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
    """Each of them (with `rows.with_rows`), in one query for all their amounts; `changed`: keys of those that have."""
    links = list(links)
    amounts = amounts_of_rows(link.ligne_id for link in links)
    return [_told(link, amounts[link.ligne_id], link.pk in changed) for link in links]


def _told(link: Rattachement, amounts: list[Amount], changed: bool) -> Told:
    row = said(link.ligne)
    told = tuple(in_words(each) for each in amounts if each.amount is not None)
    parts = tuple(
        euros((each.amount * link.share).quantize(Decimal("0.01"))) for each in amounts if each.amount is not None
    )
    purpose = Cout.Purpose(purpose_of(row.text)).label
    reasons = tuple(say(reason) for reason in link.reasons)
    return Told(link, row, told, parts, reasons, degree(link.score), str(purpose), changed)
