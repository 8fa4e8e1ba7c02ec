"""What happens to a participatory budget: it is published, people vote, the vote is sealed, the ballots are counted."""

import secrets
from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.voices.actions import RANKS
from carto.text import tidy
from projets.budgets.funding import fund
from projets.budgets.models import BudgetParticipatif, Bulletin, Enveloppe, Liasse, Phase
from projets.budgets.roll import destroy, draw_key, sign
from projets.budgets.scrutins import counted, keep, on_ballot, scrutin_of
from projets.votes.scrutin import Ballot, Rule
from projets.votes.validity import check

OWED: Final = ("organiser", "decides")
Ballots = Mapping[Enveloppe, Ballot]


def missing(budget: BudgetParticipatif) -> list[str]:
    """What is owed before everybody sees it, by its name."""
    owed = [str(budget._meta.get_field(name).verbose_name) for name in OWED if not getattr(budget, name).strip()]
    if not budget.enveloppes.exists():
        owed.append(_("une enveloppe"))
    if budget.rule == Rule.POINTS and not budget.points:
        owed.append(str(budget._meta.get_field("points").verbose_name))
    return owed


def publish(budget: BudgetParticipatif) -> None:
    """Show it to everybody; its rules no longer change. ValidationError (French) while something is owed."""
    if absent := missing(budget):
        told = {"what": ", ".join(absent)}
        raise ValidationError(_("Il manque encore : %(what)s. On le doit à qui va voter.") % told, code="owed")
    if timezone.now() >= budget.vote_closes_at:
        raise ValidationError(_("La date de fin du vote est passée : changez-la d’abord."), code="over")
    with transaction.atomic():
        if budget.published_at is None:
            budget.published_at = timezone.now()
            budget.save(update_fields=["published_at"])
        draw_key(budget)


def cast(budget: BudgetParticipatif, ballots: Ballots, *, person: User) -> None:
    """Vote, once and for good: nothing says afterwards which ballot was whose, so that it cannot be changed.

    Raises ValidationError (French) for ballots against the rule, for a second vote (`voted`), when one does not vote
    now (`closed`).
    """
    if budget.phase != Phase.VOTING:
        raise ValidationError(_("On ne vote pas en ce moment."), code="closed")
    check_all(ballots)
    with transaction.atomic():
        if _held(budget).phase != Phase.VOTING:
            raise ValidationError(_("Le vote vient de fermer."), code="closed")
        if not sign(budget, person):
            raise ValidationError(_("Vous avez déjà voté : une voix par personne."), code="voted")
        _store(ballots)


def _held(budget: BudgetParticipatif) -> BudgetParticipatif:
    """Hold it until the transaction ends, so that no ballot falls between the last look and the seal."""
    return BudgetParticipatif.objects.select_for_update().get(pk=budget.pk)


def check_all(ballots: Ballots) -> None:
    """Raises ValidationError (French) for the first that oversteps its rule, or when there is none."""
    if not any(ballots.values()):
        raise ValidationError(_("Choisissez au moins un projet."), code="empty")
    for enveloppe, ballot in ballots.items():
        if ballot:
            check(scrutin_of(enveloppe), ballot)


def _store(ballots: Ballots, liasse: Liasse | None = None) -> None:
    Bulletin.objects.bulk_create(
        Bulletin(pk=secrets.randbelow(RANKS), enveloppe=enveloppe, choices=dict(ballot), liasse=liasse)
        for enveloppe, ballot in ballots.items()
        if ballot
    )


def enter_paper(
    budget: BudgetParticipatif, number: str, place: str, papers: list[Ballots], *, person: User, role: str
) -> Liasse:
    """Join a bundle of paper ballots, as valid as the others. ValidationError (French) for a number already entered,
    once the counting is done, and naming the line of the first ballot against the rule.
    """
    if budget.phase not in (Phase.VOTING, Phase.COUNTING):
        raise ValidationError(_("On ne joint plus de bulletins papier, ou pas encore."), code="closed")
    for line, ballots in enumerate(papers, start=1):
        try:
            check_all(ballots)
        except ValidationError as error:
            told = {"line": line, "why": error.messages[0]}
            raise ValidationError(_("Ligne %(line)d : %(why)s") % told, code="line") from None
    with transaction.atomic():
        if _held(budget).phase not in (Phase.VOTING, Phase.COUNTING):
            raise ValidationError(_("Le dépouillement vient de finir."), code="closed")
        told = {"place": place, "ballots": len(papers), "entered_by": person, "role": role}
        liasse, new = Liasse.objects.get_or_create(budget=budget, number=number, defaults=told)
        if not new:
            raise ValidationError(_("Cette liasse est déjà saisie."), code="entered")
        for ballots in papers:
            _store(ballots, liasse)
    return liasse


def close_early(budget: BudgetParticipatif, why: str) -> None:
    """End the vote now, for a reason that everybody reads. ValidationError (French) without one."""
    why = tidy(why)
    if not why:
        raise ValidationError(_("Dites pourquoi : tout le monde le lira."), code="why")
    if budget.phase != Phase.VOTING:
        raise ValidationError(_("On ne vote pas en ce moment."), code="closed")
    budget.vote_closes_at, budget.closed_why = timezone.now(), why
    budget.save(update_fields=["vote_closes_at", "closed_why"])
    settle(budget)


def count_now(budget: BudgetParticipatif) -> None:
    """Every paper ballot is in: count. ValidationError (French) at another moment."""
    if budget.phase != Phase.COUNTING:
        raise ValidationError(_("On compte une fois le vote fermé."), code="closed")
    budget.counts_at = timezone.now()
    budget.save(update_fields=["counts_at"])
    settle(budget)


def settle(budget: BudgetParticipatif) -> None:
    """Do what its clock says is due: seal the vote, count. Pages and the worker both call it; it happens once."""
    if budget.published_at is None or not budget.vote_is_over or budget.counted_at:
        return
    with transaction.atomic():
        held = _held(budget)
        if held.sealed_at is None:
            destroy(held)
            held.sealed_at = timezone.now()
        if held.counted_at is None and held.phase == Phase.DONE:
            for enveloppe in held.enveloppes.all():
                _count(enveloppe)
            held.counted_at = timezone.now()
        held.save(update_fields=["sealed_at", "counted_at"])
    budget.sealed_at, budget.counted_at = held.sealed_at, held.counted_at


def _count(enveloppe: Enveloppe) -> None:
    outcome = counted(enveloppe)
    enveloppe.steps, enveloppe.ballots = keep(outcome), enveloppe.bulletins.count()
    enveloppe.save(update_fields=["steps", "ballots"])
    for projet in on_ballot(enveloppe):
        projet.won = projet.code in outcome.winners
        projet.save(update_fields=["won"])
        if projet.won:
            fund(projet)


def settle_due() -> int:
    """What is due of every budget; returns how many were looked at. For the worker, each minute."""
    due = BudgetParticipatif.objects.to_seal() | BudgetParticipatif.objects.to_count()
    found = list(due.distinct())
    for budget in found:
        settle(budget)
    return len(found)
