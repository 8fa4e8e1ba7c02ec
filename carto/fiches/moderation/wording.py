"""The rules, in words for everybody: what each one asks, and what is done when it is not kept."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Rule


@dataclass(frozen=True)
class Told:
    """One rule as the page « Nos règles » tells it."""

    rule: Rule
    title: str | Promise
    asks: str | Promise
    done: str | Promise


RULES: tuple[Told, ...] = (
    Told(
        Rule.PERSONAL,
        _("On ne reconnaît personne"),
        _("Pas de téléphone, d’e-mail, de plaque ni de visage, même les vôtres, et pas de nom de voisin."),
        _("Nous floutons la photo ou retirons ces mots du texte. Le reste de la fiche reste publié."),
    ),
    Told(
        Rule.INSULT,
        _("On parle des lieux, pas des gens"),
        _("Dites ce qui ne va pas, même vivement. N’attaquez pas une personne ou un groupe."),
        _("Le passage est retiré, ou la fiche mise à la corbeille publique si rien d’autre n’y est dit."),
    ),
    Told(
        Rule.ADVERT,
        _("On parle de la ville"),
        _("Pas de publicité, pas de message sans rapport avec un lieu de la carte."),
        _("La fiche est mise à la corbeille publique."),
    ),
    Told(
        Rule.FLOOD,
        _("On laisse de la place aux autres"),
        _("Beaucoup d’envois en peu de temps peuvent être le fait d’un programme."),
        _("Ils attendent qu’une personne les lise. Ce qui est sincère est publié, rien n’est effacé d’office."),
    ),
    Told(
        Rule.UNLAWFUL,
        _("La loi s’applique ici aussi"),
        _("Pas d’injure raciste, de menace, de diffamation ni d’image interdite."),
        _("Le contenu est retiré tout de suite. Il peut être transmis à la justice."),
    ),
    Told(
        Rule.ELSEWHERE,
        _("Le lieu existe"),
        _("Le repère est là où se trouve ce dont vous parlez."),
        _("Si nous ne pouvons pas comprendre où c’est, la fiche est mise à la corbeille publique."),
    ),
    Told(
        Rule.SAME,
        _("Une fois suffit"),
        _("Le même envoi, fait deux fois par la même personne, n’a besoin d’être lu qu’une fois."),
        _("Le second est mis à la corbeille publique. Deux personnes qui disent la même chose, c’est utile."),
    ),
)
