"""What opportunités are made of, one file per thing."""

from projets.opportunites.models.after import NO_BILAN, Bilan, Exemple, Initiative, Talent
from projets.opportunites.models.appel import Appel, Essai, Offre, OffreContact, Temoignage
from projets.opportunites.models.candidat import SIGNALS, Candidat, Formule
from projets.opportunites.models.consultation import Consultation, Moment, Option
from projets.opportunites.models.counting import Acces, Trace
from projets.opportunites.models.decision import Decision, Ecart, Interpellation, Jalon, Piste, Reponse
from projets.opportunites.models.gate import PHASE_CHOICES, Halte, Passage, Replique, Reunion
from projets.opportunites.models.livraison import CoutReel, Livraison
from projets.opportunites.models.methode import METHOD_LINES, Methode, Retouche
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
from projets.opportunites.models.propos import Famille, Propos, Rangement
from projets.opportunites.models.sommeil import Sommeil
from projets.opportunites.models.tablee import Apport, Siege, Tablee
from projets.opportunites.models.veille import Veille
from projets.opportunites.models.voix import ConsultationKey, Emargement, Jeton, Liasse, Objection, Voix

__all__ = [
    "COMMITS",
    "CONSTRAINTS",
    "METHOD_LINES",
    "NO_BILAN",
    "PHASE_CHOICES",
    "SIGNALS",
    "STATUS_CHOICES",
    "STATUS_LABELS",
    "Acces",
    "Appel",
    "Apport",
    "Bilan",
    "Candidat",
    "Consultation",
    "ConsultationKey",
    "CoutReel",
    "Decision",
    "Ecart",
    "Emargement",
    "Essai",
    "Exemple",
    "Famille",
    "Formule",
    "Halte",
    "Initiative",
    "Interpellation",
    "Jalon",
    "Jeton",
    "Liasse",
    "Livraison",
    "Methode",
    "Moment",
    "Moyen",
    "Objection",
    "Offre",
    "OffreContact",
    "Opportunite",
    "Option",
    "Ouverture",
    "OuvertureVersion",
    "Participation",
    "Passage",
    "Piste",
    "Propos",
    "PutBy",
    "Rangement",
    "Replique",
    "Reponse",
    "Retouche",
    "Reunion",
    "Scale",
    "Siege",
    "Sommeil",
    "Tablee",
    "Tache",
    "Talent",
    "Temoignage",
    "Trace",
    "Veille",
    "Voix",
]
