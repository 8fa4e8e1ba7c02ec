"""Facilities, what they cost and who uses them, and the published rows that all of it comes from."""

from projets.equipements.models.correction import Correction
from projets.equipements.models.cout import Cout
from projets.equipements.models.deliberation import Deliberation, Paragraphe, Reading
from projets.equipements.models.directory import Competence, Elu
from projets.equipements.models.equipement import STATUS_CHOICES, STATUS_LABELS, Equipement, Nature, TypeEquipement
from projets.equipements.models.figure import ActeDemande, Demande, Interet, Recit, Transmission
from projets.equipements.models.money import (
    MONEY,
    Achat,
    Avenant,
    Execution,
    LigneBudget,
    Marche,
    Subvention,
    Titulaire,
)
from projets.equipements.models.organisme import Level, Mandat, Organisme
from projets.equipements.models.rattachement import Rattachement, RattachementState
from projets.equipements.models.source import Import, ImportState, Ligne, LigneVersion, Matter, Rejet, Source
from projets.equipements.models.usage import Usage

__all__ = [
    "MONEY",
    "STATUS_CHOICES",
    "STATUS_LABELS",
    "Achat",
    "ActeDemande",
    "Avenant",
    "Competence",
    "Correction",
    "Cout",
    "Deliberation",
    "Demande",
    "Elu",
    "Equipement",
    "Execution",
    "Import",
    "ImportState",
    "Interet",
    "Level",
    "Ligne",
    "LigneBudget",
    "LigneVersion",
    "Mandat",
    "Marche",
    "Matter",
    "Nature",
    "Organisme",
    "Paragraphe",
    "Rattachement",
    "RattachementState",
    "Reading",
    "Recit",
    "Rejet",
    "Source",
    "Subvention",
    "Titulaire",
    "Transmission",
    "TypeEquipement",
    "Usage",
]
