"""One voice per person: the roll of a vote. While the key is there the same person is recognised; then never again."""

from carto.comptes.models import User
from projets.budgets.models import BudgetKey, BudgetParticipatif, Bulletin, Emargement, Phase
from projets.votes.secrecy import digest, drawn_rank, new_key, written_anew


def draw_key(budget: BudgetParticipatif) -> None:
    """Give the vote its key; it has but one."""
    BudgetKey.objects.get_or_create(budget=budget, defaults={"key": new_key()})


def has_voted(budget: BudgetParticipatif, person: User) -> bool:
    """Whether they have; false for everybody once the vote is over."""
    known = _digest(budget, person)
    return bool(known) and Emargement.objects.filter(budget=budget, digest=known).exists()


def sign(budget: BudgetParticipatif, person: User) -> bool:
    """Note that they vote; false when they had already, or when the vote is not open."""
    known = _digest(budget, person)
    if not known:
        return False
    line = Emargement(pk=drawn_rank(), budget=budget, digest=known)
    Emargement.objects.bulk_create([line], ignore_conflicts=True)
    return Emargement.objects.filter(pk=line.pk, digest=known).exists()


def destroy(budget: BudgetParticipatif) -> None:
    """Erase the key and the roll, and write the ballots anew in an order that is drawn (`written_anew`)."""
    BudgetKey.objects.filter(budget=budget).delete()
    Emargement.objects.filter(budget=budget).delete()
    written_anew(Bulletin.objects.filter(enveloppe__budget=budget))


def _digest(budget: BudgetParticipatif, person: User) -> str:
    """64 hexadecimal digits; empty when one does not vote now."""
    if budget.phase != Phase.VOTING:
        return ""
    key = BudgetKey.objects.filter(budget=budget).values_list("key", flat=True).first()
    return digest(key, "vote", person.pk) if key else ""
