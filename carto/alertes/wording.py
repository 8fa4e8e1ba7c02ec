"""Which lines of a history are told, to whom, and in what words."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.alertes.models import Heard
from carto.fiches.comments.actions import REPLY
from carto.fiches.layers import layer_of
from carto.fiches.models import Evenement, What


@dataclass(frozen=True)
class Telling:
    """One kind of event. `said` follows the fiche's title: « Nid-de-poule : une réponse est arrivée »."""

    said: str | Promise
    reporter: bool = True  # who sent the fiche hears of it
    followers: bool = True  # so does everybody else who follows it, and the feed
    opens: bool = False  # who sent it gets a link that opens the follow page: there is something to do there
    own: bool = False  # told to whoever did it, too


STATE: Final = _("c’est maintenant « %(state)s »")
REPLIED: Final = _("une question a reçu sa réponse")
SIGNED: Final = _("une réponse est arrivée (%(service)s)")

TOLD: Final[dict[str, Telling]] = {
    What.SUBMITTED: Telling(_("c’est bien reçu"), followers=False, opens=True, own=True),
    What.PUBLISHED: Telling(_("la fiche est publiée")),
    What.STATUS: Telling(_("cela avance"), opens=True),
    What.ANSWER: Telling(_("une réponse est arrivée"), opens=True),
    What.COMMENT: Telling(_("un nouveau commentaire")),
    What.OPENED: Telling(_("c’est ouvert : vous pouvez y prendre part")),
    What.MOVED: Telling(_("le lieu a été corrigé")),
    What.CORRECTED: Telling(_("la fiche a été corrigée")),
    What.COMPLETED: Telling(_("des précisions ont été ajoutées")),
    What.WITHDRAWN: Telling(_("la fiche a été retirée par son auteur"), reporter=False),
    What.JOINED: Telling(_("c’est réuni à un signalement déjà fait"), opens=True),
    What.SEPARATED: Telling(_("c’est de nouveau suivi à part"), opens=True),
    What.GONE: Telling(_("un habitant dit que c’est réparé"), opens=True),
    What.CONTESTED: Telling(_("quelqu’un dit que ce n’est pas réparé")),
    What.ASKED: Telling(_("on vous demande une précision"), followers=False, opens=True),
    What.HELD: Telling(_("une personne va d’abord y jeter un œil"), followers=False, opens=True),
    What.JURY: Telling(_("un jury d’habitants regarde une décision"), followers=False, opens=True),
    What.TAKEN_UP: Telling(_("une proposition en est née")),
    What.DELIVERED: Telling(_("ce qui en est né est réalisé")),
    What.LANDED: Telling(_("le rêve devient une proposition"), opens=True),
    What.MERGED: Telling(_("on parle de la réunir à une autre idée"), opens=True),
    What.AMENDED: Telling(_("du nouveau sur un changement proposé"), opens=True),
    What.MEETING: Telling(_("une réunion")),
    What.FORETOLD: Telling(_("une décision va être prise")),
    What.DECIDED: Telling(_("la décision est prise")),
    What.FOLLOWED: Telling(_("voilà ce que la décision entraîne")),
    What.CHALLENGED: Telling(_("la décision est questionnée")),
    What.MODERATED: Telling(_("la modération a décidé quelque chose"), followers=False, opens=True),
}

# What is said of a fiche that is new at a place, by what one wanted to hear.
NEW: Final[dict[str, str | Promise]] = {
    Heard.SIGNALEMENTS: _("un nouveau signalement"),
    Heard.IDEES: _("une nouvelle idée"),
    Heard.EQUIPEMENTS: _("un nouvel équipement"),
    Heard.OPPORTUNITES: _("une nouvelle opportunité"),
    Heard.WORKS: _("des travaux"),
}

# What a public feed shows: what everybody who follows hears, and the beginning.
IN_FEEDS: Final = [what.value for what, telling in TOLD.items() if telling.followers] + [
    What.SUBMITTED.value,
    What.IMPORTED.value,
]


def told_to(evenement: Evenement, *, is_reporter: bool, person_id: int | None) -> bool:
    """Whether somebody who follows hears of it; nobody is told what they did themselves."""
    telling = TOLD.get(evenement.what)
    if telling is None or not (telling.reporter if is_reporter else telling.followers):
        return False
    return telling.own or person_id is None or evenement.person_id != person_id


def words(evenement: Evenement) -> str:
    """What happened, in the active language, without its public text: « c’est maintenant « traité » »."""
    state = layer_of(evenement.fiche.kind).states.get(evenement.after) if evenement.what == What.STATUS else None
    if state:
        return str(STATE) % {"state": state}
    if evenement.what == What.ANSWER and evenement.after:
        return str(SIGNED) % {"service": evenement.after}
    if evenement.what == What.COMMENT and evenement.after == REPLY:
        return str(REPLIED)
    telling = TOLD.get(evenement.what)
    return str(telling.said) if telling else evenement.get_what_display()
