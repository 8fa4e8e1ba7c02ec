"""Cards become what they say: an idea on the map with the same page and the same rights, or an observation."""

from django.db import transaction

from carto.comptes.models import User
from carto.fiches.actions import submit
from carto.fiches.models import Kind, Origin
from carto.fiches.trust.holding import hold
from carto.territoires.models import Level, Territoire
from projets.idees.campagnes.arriving import lies_in, prepare
from projets.idees.models import Atelier, Idee, Observation
from projets.idees.pieces import follow
from projets.idees.workshops.cards import IDEA, CardForm

LONGEST_TITLE = 140


def lay(card: CardForm, atelier: Atelier, *, person: User) -> Idee | Observation:
    """Store a valid card; sent twice, it is one card."""
    with transaction.atomic():
        return _lay_idea(card, atelier) if card.cleaned_data["kind"] == IDEA else _note(card, atelier, person)


def _lay_idea(card: CardForm, atelier: Atelier) -> Idee:
    data, sticker = card.cleaned_data, card.cleaned_data["sticker"]
    words = data["words"]
    title = words if words and len(words) <= LONGEST_TITLE else sticker.name
    campagne = atelier.campagne
    idee = Idee(
        uuid=data["uuid"], kind=Kind.IDEE, theme=sticker.theme, autocollant=sticker, title=title,
        text="" if title == words else words, geom=card.point, origin=Origin.PAPER, atelier=atelier,
        campagne=campagne if campagne and campagne.is_open and lies_in(campagne, card.point) else None,
    )  # fmt: skip
    prepare(idee, anonymous=True)
    sent = submit(idee, role="facilitator")
    if sent.created:
        hold(idee, card.holds())
        follow(idee, card)
    return idee


def _note(card: CardForm, atelier: Atelier, person: User) -> Observation:
    data = card.cleaned_data
    quartiers = (
        Territoire.objects.at(card.point).filter(level=Level.QUARTIER) if card.point else Territoire.objects.none()
    )
    told = {
        "atelier": atelier, "kind": data["kind"], "text": data["words"], "who": data["who"], "geom": card.point,
        "quartier": quartiers.first(), "entered_by": person,
    }  # fmt: skip
    return Observation.objects.get_or_create(uuid=data["uuid"], defaults=told)[0]
