"""The open journals of a topic and of a consultation."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from carto.demarches.journal.lines import Journal, Line, Sort, dated
from carto.demarches.journal.shared import acts, history, proposed
from projets.opportunites.models import Consultation, Opportunite


def topic(key: str) -> Journal | None:
    """Of a public topic; None otherwise. Four queries."""
    try:
        found = Opportunite.objects.public().filter(uuid=UUID(key)).first()
    except ValueError:
        return None
    if found is None:
        return None
    lines = [*history(found), *acts(found.actes.all()), *proposed("sujet", key)]
    return Journal(found.title, found.get_absolute_url(), lines, reverse("alertes:feed", args=[found.uuid]))


def poll(key: str) -> Journal | None:
    """Of a consultation that was opened, on a public topic or none; None otherwise. Two queries."""
    found = Consultation.objects.public().select_related("opportunite").filter(slug=key).first()
    if found is None or (found.opportunite and found.opportunite.visibility != "public"):
        return None
    return Journal(found.title, found.get_absolute_url(), [*_steps(found), *proposed("consultation", key)])


def _steps(poll: Consultation) -> Iterator[Line]:
    said = _("La consultation est annoncée : ses dates, ses possibilités et ses règles ne bougent plus")
    yield Line("annonce", poll.opened_at, Sort.RULES, said, poll.opened_role)
    if poll.cancelled_at:
        off = _("La consultation est annulée")
        yield Line("annule", poll.cancelled_at, Sort.STEP, off, poll.cancelled_role, poll.cancelled_why)
        return
    yield from dated("tot", poll.early_at, _("On va d’abord vers les moins entendus"))
    yield from dated("ouvre", poll.opens_at, _("La consultation ouvre"))
    yield from dated("ferme", poll.closes_at, _("La consultation ferme"))
    yield from dated("scelle", poll.sealed_at, _("Ce qui reconnaît qui s’est exprimé est détruit"))
    yield from dated("compte", poll.counted_at, _("Les voix sont comptées, et publiées"))
