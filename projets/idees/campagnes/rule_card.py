"""The rules of a campaign, on the card that every process has."""

from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.demarches.rules.process import Change, Process
from projets.idees.models import Campagne
from projets.idees.rights import animation_roles


def card(key: str, user: User) -> Process | None:
    """A published campaign; None otherwise."""
    campagne = Campagne.objects.filter(slug=key, published_at__isnull=False).select_related("territoire").first()
    if campagne is None:
        return None
    roles = animation_roles(user)
    where = campagne.territoire.name if campagne.territoire else _("le périmètre dessiné sur sa page")
    told = {
        "organiser": campagne.organiser,
        "money": campagne.money,
        "decides": campagne.decides,
        "concerned": _("Qui vit, travaille ou passe ici : %(where)s.") % {"where": where},
        "moderation": f"{campagne.get_moderation_display()}.".capitalize(),
        "kept": _(
            "À la fermeture, la clé et la liste de qui a répondu sont détruites ; les idées restent, sans heure."
        ),
        "changes": _("Par qui organise, avec une raison ; la date, l’ancien texte et le nouveau restent ici."),
    }
    rows = campagne.changes.exclude(what="published_at")
    changes = [Change(each.at, each.label, each.before, each.after, each.why) for each in rows]
    role, since = roles[0].name if roles else "", campagne.published_at
    return Process(campagne.title, campagne.get_absolute_url(), told, changes, role, since=since)
