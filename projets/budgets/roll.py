"""One voice per person: the roll of a vote. While the key is there the same person is recognised; then never again."""

import hashlib
import hmac
import secrets
from typing import Final

from carto.comptes.models import User
from carto.fiches.voices.actions import RANKS
from projets.budgets.models import BudgetKey, BudgetParticipatif, Bulletin, Emargement, Phase

KEY_BYTES: Final = 32


def draw_key(budget: BudgetParticipatif) -> None:
    """Give the vote its key; it has but one."""
    BudgetKey.objects.get_or_create(budget=budget, defaults={"key": secrets.token_bytes(KEY_BYTES)})


def has_voted(budget: BudgetParticipatif, person: User) -> bool:
    """Whether they have; false for everybody once the vote is over."""
    digest = _digest(budget, person)
    return bool(digest) and Emargement.objects.filter(budget=budget, digest=digest).exists()


def sign(budget: BudgetParticipatif, person: User) -> bool:
    """Note that they vote; false when they had already, or when the vote is not open."""
    digest = _digest(budget, person)
    if not digest:
        return False
    line = Emargement(pk=secrets.randbelow(RANKS), budget=budget, digest=digest)
    Emargement.objects.bulk_create([line], ignore_conflicts=True)
    return Emargement.objects.filter(pk=line.pk, digest=digest).exists()


def destroy(budget: BudgetParticipatif) -> None:
    """Erase the key and the roll, and write the ballots anew in an order that is drawn: what the database itself keeps
    of a row (its place, the transaction that wrote it) no longer sits beside a line of the roll either.
    """
    BudgetKey.objects.filter(budget=budget).delete()
    Emargement.objects.filter(budget=budget).delete()
    ballots = list(Bulletin.objects.filter(enveloppe__budget=budget))
    Bulletin.objects.filter(enveloppe__budget=budget).delete()
    secrets.SystemRandom().shuffle(ballots)
    for ballot in ballots:
        ballot.pk = secrets.randbelow(RANKS)
    Bulletin.objects.bulk_create(ballots, batch_size=2000)


def _digest(budget: BudgetParticipatif, person: User) -> str:
    """64 hexadecimal digits; empty when one does not vote now."""
    if budget.phase != Phase.VOTING:
        return ""
    key = BudgetKey.objects.filter(budget=budget).values_list("key", flat=True).first()
    return hmac.new(bytes(key), f"vote\x1f{person.pk}".encode(), hashlib.sha256).hexdigest() if key else ""
