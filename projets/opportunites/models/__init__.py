"""What opportunités are made of, one file per thing."""

from projets.opportunites.models.candidat import SIGNALS, Candidat, Formule
from projets.opportunites.models.counting import Acces, Trace
from projets.opportunites.models.opportunite import STATUS_CHOICES, STATUS_LABELS, Opportunite, PutBy, Scale
from projets.opportunites.models.ouverture import (
    COMMITS,
    CONSTRAINTS,
    Moyen,
    Ouverture,
    OuvertureVersion,
    Participation,
    Tache,
)
from projets.opportunites.models.sommeil import Sommeil
from projets.opportunites.models.veille import Veille

__all__ = [
    "COMMITS",
    "CONSTRAINTS",
    "SIGNALS",
    "STATUS_CHOICES",
    "STATUS_LABELS",
    "Acces",
    "Candidat",
    "Formule",
    "Moyen",
    "Opportunite",
    "Ouverture",
    "OuvertureVersion",
    "Participation",
    "PutBy",
    "Scale",
    "Sommeil",
    "Tache",
    "Trace",
    "Veille",
]
