"""The tables of fiches, by what they are for; everybody imports from here."""

from carto.fiches.models.acte import ANNOUNCED, Acte, ActeKind, Outcome, Retenue, Rule
from carto.fiches.models.fiche import (
    OPEN_STAGES,
    WISHED,
    Crossing,
    Evenement,
    Fiche,
    Kind,
    Origin,
    Stage,
    Temporality,
    Theme,
    Visibility,
    What,
)
from carto.fiches.models.jury import Jure, Jury, Volontaire
from carto.fiches.models.lien import Lien, LienKind
from carto.fiches.models.photo import Moment, Photo, PhotoState
from carto.fiches.models.reporter import Contact, SecretLink
from carto.fiches.models.ressenti import DayPart, Face, Ressenti, RessentiCell
from carto.fiches.models.tag import Etiquetage, Etiquette, EtiquetteMerge
from carto.fiches.models.visit import Visit
from carto.fiches.models.voice import FREE_KINDS, Commentaire, CommentKind, Soutien, SoutienKind

__all__ = [
    "ANNOUNCED",
    "FREE_KINDS",
    "OPEN_STAGES",
    "WISHED",
    "Acte",
    "ActeKind",
    "CommentKind",
    "Commentaire",
    "Contact",
    "Crossing",
    "DayPart",
    "Etiquetage",
    "Etiquette",
    "EtiquetteMerge",
    "Evenement",
    "Face",
    "Fiche",
    "Jure",
    "Jury",
    "Kind",
    "Lien",
    "LienKind",
    "Moment",
    "Origin",
    "Outcome",
    "Photo",
    "PhotoState",
    "Ressenti",
    "RessentiCell",
    "Retenue",
    "Rule",
    "SecretLink",
    "Soutien",
    "SoutienKind",
    "Stage",
    "Temporality",
    "Theme",
    "Visibility",
    "Visit",
    "Volontaire",
    "What",
]
