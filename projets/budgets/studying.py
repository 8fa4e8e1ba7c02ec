"""Preparing the ballot: projects are added, studied, priced or set aside; each change says who, when and why."""

from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import What
from carto.text import tidy
from projets.budgets.models import BudgetParticipatif, Feasibility, Phase, Projet, ProjetChange
from projets.votes.wording import amount

TOLD: Final = ("title", "text", "feasibility", "reason", "price", "price_why")
PREPARING: Final = (Phase.DRAFT, Phase.COMING, Phase.PROPOSING, Phase.STUDYING)


def may_change(budget: BudgetParticipatif) -> bool:
    """Whether the ballot is still being prepared; once people vote it is what they vote on."""
    return budget.phase in PREPARING


def next_code(projet: Projet) -> str:
    """« A1 », « A2 »…: the letter of its envelope, and a number of its own."""
    enveloppes = list(projet.enveloppe.budget.enveloppes.values_list("pk", flat=True))
    rank = enveloppes.index(projet.enveloppe_id)
    letter = chr(ord("A") + rank) if rank < 26 else f"E{rank + 1}-"
    taken = set(projet.enveloppe.projets.values_list("code", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if f"{letter}{n}" not in taken)
    return f"{letter}{number}"


def said(projet: Projet, name: str) -> str:
    """A field of a project, as people read it."""
    value = getattr(projet, name)
    if name == "feasibility":
        return str(projet.get_feasibility_display())
    if isinstance(value, Decimal):
        return amount(value)
    return "" if value is None else str(value)


def store(
    projet: Projet, *, person: User, role: str, incompatible: list[Projet] | None = None, why: str = ""
) -> list[ProjetChange]:
    """Keep it as it is now; each thing that changed becomes a line that everybody reads.

    Raises ValidationError (French) once people vote (`closed`), without a reason for what was found (`reason`), or
    without what a price covers (`price_why`).
    """
    if not may_change(projet.enveloppe.budget):
        raise ValidationError(_("Le vote a commencé : le bulletin ne change plus."), code="closed")
    projet.reason, projet.price_why = tidy(projet.reason), tidy(projet.price_why)
    _owed(projet)
    stored = Projet.objects.filter(pk=projet.pk).first()
    with transaction.atomic():
        if stored is None:
            projet.code = next_code(projet)
        projet.save()
        if incompatible is not None:
            projet.incompatible.set(incompatible)
        changed = [name for name in TOLD if stored is not None and said(stored, name) != said(projet, name)]
        lines = [
            ProjetChange(
                projet=projet, role=role, person=person, what=name, before=said(stored, name), after=said(projet, name),
                why=_why(projet, name) or why,
            )
            for name in changed
        ]  # fmt: skip
        return ProjetChange.objects.bulk_create(lines)


def _owed(projet: Projet) -> None:
    owed: dict[str, Any] = {}
    if projet.feasibility != Feasibility.STUDY and not projet.reason:
        owed["reason"] = _("Dites ce que l’étude a trouvé : tout le monde le lira.")
    if projet.price is not None and projet.price <= 0:
        owed["price"] = _("Un prix est plus grand que zéro.")
    if projet.price is not None and not projet.price_why:
        owed["price_why"] = _("Dites ce que ce prix comprend.")
    if projet.feasibility == Feasibility.FEASIBLE and projet.price is None:
        owed["price"] = _("Un projet faisable a un prix.")
    if owed:
        raise ValidationError(owed)


def _why(projet: Projet, name: str) -> str:
    return {"feasibility": projet.reason, "price": projet.price_why}.get(name, "")


def keep_milestones(steps: BaseInlineFormSet, projet: Projet, *, person: User, role: str) -> None:
    """Store the steps of a project that was chosen; who follows its facility hears of each one that is done.

    ValidationError (French) for a project that was not chosen.
    """
    if not projet.won:
        raise ValidationError(_("Seul un projet retenu a des étapes."), code="closed")
    before = set(projet.jalons.exclude(done_on=None).values_list("pk", flat=True))
    with transaction.atomic():
        steps.save()
        for jalon in projet.jalons.exclude(done_on=None).exclude(pk__in=before):
            words = _("Étape faite : %(title)s.") % {"title": jalon.title}
            if projet.equipement is not None:
                record(projet.equipement, What.FUNDED, role=role, person=person, public_text=words)
