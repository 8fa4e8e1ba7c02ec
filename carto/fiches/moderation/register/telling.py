"""What the register says of one act, on its page and in its line: who decided, and what may still be read."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Acte, ActeKind
from carto.fiches.moderation.querysets import HARMFUL

# Who decided, as everybody may know it.
ROLES: Final[dict[str, str | Promise]] = {
    "moderator": _("la modération"),
    "agent": _("un service"),
    "regulator": _("la régulation"),
    "jury": _("un jury d’habitants"),
}


def role_of(acte: Acte) -> str:
    """« la modération »: never who."""
    return str(ROLES.get(acte.role, ROLES["moderator"]))


def words_left(acte: Acte) -> str:
    """What may still be read of it: nothing of what the rule says would do harm, nor of a photo or a correction."""
    if acte.what != ActeKind.BINNED or acte.rule in HARMFUL:
        return ""
    return acte.commentaire.text if acte.commentaire else "\n".join(filter(None, (acte.fiche.title, acte.fiche.text)))
