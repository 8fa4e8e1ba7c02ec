"""What opportunités are made of, one file per thing."""

from projets.opportunites.models.candidat import SIGNALS, Candidat, Formule
from projets.opportunites.models.consultation import Consultation, Moment, Option
from projets.opportunites.models.opportunite import STATUS_CHOICES, STATUS_LABELS, Opportunite, Scale
from projets.opportunites.models.voix import ConsultationKey, Emargement, Jeton, Liasse, Objection, Voix

__all__ = [
    "SIGNALS", "STATUS_CHOICES", "STATUS_LABELS", "Candidat", "Consultation", "ConsultationKey", "Emargement",
    "Formule", "Jeton", "Liasse", "Moment", "Objection", "Opportunite", "Option", "Scale", "Voix",
]  # fmt: skip
