"""What residents wish for, and all that they do it with: stickers, sheets, campaigns, paper, messages, drafts."""

from projets.idees.models.atelier import Atelier, Observation, ObservationKind
from projets.idees.models.calque import ActeCalque, Calque, CalqueHand, Reprise, Trait, TraitKind
from projets.idees.models.campagne import (
    Campagne,
    CampagneChange,
    CampagneKey,
    Emargement,
    Moderation,
)
from projets.idees.models.idee import STATUS_CHOICES, STATUS_LABELS, Atterrissage, Idee, Landing
from projets.idees.models.inbox import (
    Channel,
    Depeche,
    DepecheReply,
    DepecheState,
    Enregistrement,
    RecordingState,
)
from projets.idees.models.lineage import Accord, Amendement, Brouillon, BrouillonVersion, Fusion, FusionSource, Settled
from projets.idees.models.palette import LARGEST, MOST_POSES, SMALLEST, Autocollant, Pose
from projets.idees.models.paper import Feuille, Paper, Releve, ReleveState, Souche
from projets.idees.models.restitution import Restitution, RestitutionFiche

__all__ = [
    "LARGEST",
    "MOST_POSES",
    "SMALLEST",
    "STATUS_CHOICES",
    "STATUS_LABELS",
    "Accord",
    "ActeCalque",
    "Amendement",
    "Atelier",
    "Atterrissage",
    "Autocollant",
    "Brouillon",
    "BrouillonVersion",
    "Calque",
    "CalqueHand",
    "Campagne",
    "CampagneChange",
    "CampagneKey",
    "Channel",
    "Depeche",
    "DepecheReply",
    "DepecheState",
    "Emargement",
    "Enregistrement",
    "Feuille",
    "Fusion",
    "FusionSource",
    "Idee",
    "Landing",
    "Moderation",
    "Observation",
    "ObservationKind",
    "Paper",
    "Pose",
    "RecordingState",
    "Releve",
    "ReleveState",
    "Reprise",
    "Restitution",
    "RestitutionFiche",
    "Settled",
    "Souche",
    "Trait",
    "TraitKind",
]
