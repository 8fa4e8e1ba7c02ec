"""The rules of a topic and of a consultation, on the card that every process has."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.demarches.rules.process import Process
from projets.opportunites.models import Consultation, Moyen, Opportunite, Ouverture
from projets.opportunites.opening.pieces import told_money
from projets.opportunites.referents.rights import hand_on_topic


def topic(key: str, user: User) -> Process | None:
    """A public topic; None otherwise. Its method is where one proposes to do otherwise."""
    try:
        found = Opportunite.objects.public().select_related("ouverture").filter(uuid=UUID(key)).first()
    except ValueError:
        return None
    if found is None:
        return None
    sheet = getattr(found, "ouverture", None)
    method = reverse("opportunites:method", args=[found.uuid])
    hand = hand_on_topic(user, found) if user.is_authenticated else None
    role, version = hand.role if hand else "", sheet.versions.first() if sheet else None
    return Process(
        found.title, found.get_absolute_url(), _told(found, sheet), role=role, amended_at=method,
        since=version.at if version else None, version=version.number if version else 0,
        versions_at=reverse("opportunites:sheet_versions", args=[found.uuid]) if version else "",
    )  # fmt: skip


def _told(found: Opportunite, sheet: Ouverture | None) -> dict[str, str]:
    return {
        "organiser": found.referent,
        "money": "\n".join(told_money(each) for each in Moyen.objects.filter(ouverture__opportunite=found)),
        "decides": f"{sheet.get_level_display()}. {sheet.commits}" if sheet and sheet.level else "",
        "concerned": ", ".join(str(each) for each in (found.rue, found.quartier or found.commune) if each),
        "moderation": _(
            "Tout est public aussitôt ; ce qui est retiré l’est avec sa raison, dans la corbeille publique."
        ),
        "kept": _("L’histoire du sujet reste. Les adresses laissées s’effacent après la fin."),
        "changes": _("La méthode s’amende : chaque version reste lisible, et chaque proposition a sa réponse."),
    }


def poll(key: str, user: User) -> Process | None:
    """A consultation that was opened; None otherwise."""
    rows = Consultation.objects.public().select_related("opportunite", "quartier")
    found = rows.filter(slug=key).first()
    if found is None or (found.opportunite and found.opportunite.visibility != "public"):
        return None
    topic_of = found.opportunite
    told = {
        "organiser": found.organiser,
        "money": _("Celui du sujet : voir sa fiche d’ouverture.") if topic_of else "",
        "decides": found.decides,
        "concerned": ", ".join(each["name"] for each in found.electorate),
        "moderation": _("Une objection se dit à part de la voix, et reçoit une réponse publique."),
        "kept": _(
            "Les voix restent, sans nom ni heure ; ce qui reconnaît qui s’est exprimé est détruit à la fermeture."
        ),
        "changes": _("Une fois ouverte, rien ne bouge : on ne peut qu’annuler, en disant pourquoi."),
    }
    hand = hand_on_topic(user, topic_of) if topic_of and user.is_authenticated else None
    role, since = hand.role if hand else "", found.opened_at
    return Process(found.title, found.get_absolute_url(), told, role=role, since=since)
