"""The words of the trade, said simply: the one place where their meaning is written for people."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Word:
    """A word and what it means here."""

    name: str
    label: str | Promise
    meaning: str | Promise


GLOSSARY: Final = (
    Word(
        "signalement",
        _("signalement"),
        _("Un problème que vous voyez dans la rue : un trou, une lampe éteinte, un dépôt. Suivi jusqu’au bout."),
    ),
    Word(
        "idee",
        _("idée"),
        _("Ce que vous aimeriez trouver ici : un banc, un jeu, de l’ombre. Une gommette sur la carte suffit."),
    ),
    Word(
        "equipement",
        _("équipement"),
        _("Un lieu public ou une installation : école, gymnase, parc, pont. Avec ce qu’il coûte, quand c’est publié."),
    ),
    Word(
        "opportunite",
        _("opportunité"),
        _("Un sujet à travailler ensemble, habitants et services : dans une rue, un quartier ou toute la ville."),
    ),
    Word(
        "fiche",
        _("fiche"),
        _("Une chose à un endroit de la carte, avec son histoire. Chaque repère ouvre la sienne."),
    ),
    Word(
        "theme",
        _("thème"),
        _("Le sujet d’une fiche : propreté, vélo, nature… Les mêmes thèmes servent aux quatre couches."),
    ),
    Word(
        "etape",
        _("étape"),
        _("Où en est une fiche : nouveau, en cours, fait, ou mis de côté avec une raison."),
    ),
    Word(
        "referent",
        _("référent de quartier"),
        _("La personne de la ville qui connaît votre quartier et fait le lien entre habitants et services."),
    ),
    Word(
        "echelle",
        _("échelle"),
        _("La taille de ce que vous regardez : toute la métropole, un quartier ou une rue."),
    ),
    Word(
        "mesure",
        _("mesure"),
        _("Ce que disent les couleurs de la carte : un nombre de fiches, un délai, de l’argent. Sa source est dite."),
    ),
    Word(
        "demonstration",
        _("démonstration"),
        _("Un exemple inventé pour montrer comment marche la carte. Ni un fait, ni un engagement de la ville."),
    ),
    Word(
        "plan",
        _("plan schématique"),
        _("Un dessin simplifié de la ville : l’eau, les quartiers, le tram et les grands axes, sans les petites rues."),
    ),
)


def word_named(name: str) -> Word:
    """The word of that name; KeyError when the glossary has none."""
    return {word.name: word for word in GLOSSARY}[name]
