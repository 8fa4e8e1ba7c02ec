"""What the page of a sheet says while one draws; its modules read these words from the page."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the names that the modules know.
WORDS: Final[dict[str, str | Promise]] = {
    "look": _("Touchez un trait pour savoir ce qu’il est."),
    "free": _("Tracez d’un seul geste, du doigt ou de la souris."),
    "line": _("Touchez point après point ; touchez de nouveau le dernier pour finir."),
    "area": _("Entourez d’un seul geste ce que vous imaginez."),
    "sticker": _("Choisissez une image, puis touchez la carte."),
    "laying": _("Touchez la carte pour poser : {nom}."),
    "text": _("Touchez la carte là où vous voulez écrire."),
    "edit": _("Touchez un de vos traits pour le déplacer ou le redessiner."),
    "rub": _("Touchez un de vos traits pour l’effacer."),
    "keys": _("Flèches pour viser, Entrée pour poser un point."),
    "point": _("Point {n} posé. Encore un, ou « Terminer »."),
    "few": _("Il faut encore au moins {n} points."),
    "others": _("Ce trait est d’une autre main : vous pouvez le reprendre dans une idée."),
    "nothing": _("Il n’y a pas de trait à vous à cet endroit."),
    "several": _("Cette surface est en plusieurs morceaux : effacez-la et retracez-la."),
    "drawn": _("Tracé."),
    "erased": _("Effacé. « Annuler » le remet."),
    "changed": _("Modifié."),
    "undone": _("Annulé."),
    "redone": _("Refait."),
    "live": _("À jour, en direct"),
    "waiting": _("Hors ligne : {n} en attente"),
    "offline": _("Hors ligne : rien ne se perd"),
    "closed": _("Ce calque est clos : on le lit, on en reprend les traits."),
    "gone": _("Ce calque n’est plus en ligne."),
    "held": _("Merci. Une personne lira vos mots avant qu’ils paraissent."),
    "stale": _("Ce trait a changé sur un autre de vos écrans : le voici. « Annuler » remet le vôtre."),
    "anonymous": _("une main anonyme"),
    "by": _("par {nom}"),
    "take": _("Reprendre ce trait"),
    "taken": _("Devenu une idée"),
    "failed": _("La carte ne peut pas s’ouvrir ici : la liste des traits est plus bas."),
    "put": _("Poser un point au milieu de la carte"),
    "finish": _("Terminer"),
    "turn": _("Tourner"),
    "larger": _("Agrandir"),
    "smaller": _("Réduire"),
    "write": _("Changer le mot"),
}
