"""What opportunités are made of, one file per thing."""

from projets.opportunites.models.candidat import SIGNALS, Candidat, Formule
from projets.opportunites.models.counting import Acces, Trace
from projets.opportunites.models.opportunite import STATUS_CHOICES, STATUS_LABELS, Opportunite, Scale

__all__ = [
    "SIGNALS",
    "STATUS_CHOICES",
    "STATUS_LABELS",
    "Acces",
    "Candidat",
    "Formule",
    "Opportunite",
    "Scale",
    "Trace",
]
