"""A participatory budget, its money and projects, and the ballots that nothing links to anybody."""

from projets.budgets.models.ballot import BudgetKey, Bulletin, Emargement, Liasse
from projets.budgets.models.budget import BudgetParticipatif, Enveloppe
from projets.budgets.models.phase import Phase
from projets.budgets.models.projet import Feasibility, Jalon, Origin, Projet, ProjetChange

__all__ = [
    "BudgetKey",
    "BudgetParticipatif",
    "Bulletin",
    "Emargement",
    "Enveloppe",
    "Feasibility",
    "Jalon",
    "Liasse",
    "Origin",
    "Phase",
    "Projet",
    "ProjetChange",
]
