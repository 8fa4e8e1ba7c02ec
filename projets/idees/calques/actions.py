"""Drawing on a sheet. Whoever writes holds the sheet's row: versions follow one another as their transactions do.

So whoever asks « what is newer than the version I have? » never misses a stroke, however many hands draw at once.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.models import Visibility
from projets.idees.calques.limits import BY_HAND, STROKES
from projets.idees.calques.querysets import work_out_cells
from projets.idees.calques.strokes import Stroke, rule_of
from projets.idees.models import Calque, Trait

REFUSED, FORBIDDEN, STALE = 422, 403, 409


@dataclass(frozen=True)
class Refusal(Exception):
    """Why one stroke was not taken: `status` as HTTP says it, `code` for programs, `said` for people."""

    status: int
    code: str
    said: str


@dataclass
class Drawn:
    """What became of a sending: the sheet's version, the strokes as they stand, and those refused, by uuid."""

    version: int
    strokes: list[Trait] = field(default_factory=list)
    refused: dict[UUID, Refusal] = field(default_factory=dict)


def hand_of(calque: Calque, secret: str, person: User | None = None) -> str:
    """What is kept of a browser's secret. Of another sheet it would be another digest, so that nothing ties the two.

    A hand that signs is another one too: what the same person draws without a name must not lead to theirs.
    """
    signed = f":{person.pk}" if person else ""
    return hashlib.sha256(f"{calque.uuid}:{secret}{signed}".encode()).hexdigest()


def draw(
    calque: Calque,
    strokes: Sequence[Stroke],
    *,
    hand: str,
    also: str = "",
    author: User | None = None,
    flood: str = "",
) -> Drawn:
    """Store strokes of one hand, each once per `uuid`: new, changed, erased or brought back.

    One that cannot be taken does not stop the others. `author` only when the person signs; `also` is their other hand,
    whose strokes they change too; `flood` is the rule by which new words wait. Raises Refusal when the sheet takes no
    strokes any more.
    """
    with transaction.atomic():
        locked = Calque.objects.select_for_update().get(pk=calque.pk)
        if locked.closed_at or locked.visibility != Visibility.PUBLIC:
            raise Refusal(STALE, "closed", _("Ce calque est clos : on peut encore le lire et en reprendre les traits."))
        hold = _Hold(locked, (hand, also), author, flood)
        drawn = Drawn(locked.version)
        known = {trait.uuid: trait for trait in Trait.objects.filter(uuid__in=[one.uuid for one in strokes])}
        for stroke in strokes:
            try:
                known[stroke.uuid] = hold.put(stroke, known.get(stroke.uuid))
                drawn.strokes.append(known[stroke.uuid])
            except Refusal as refusal:
                drawn.refused[stroke.uuid] = refusal
        drawn.version = settle(locked, hold.changed)
    return drawn


def settle(locked: Calque, changed: Collection[Trait]) -> int:
    """Give the sheet its next version, and the changed strokes the same; returns it. The sheet's row is locked."""
    if changed:
        locked.version += 1
        locked.save(update_fields=["version", "updated_at"])
        numbers = [trait.pk for trait in changed]
        Trait.objects.filter(pk__in=numbers).update(version=locked.version)
        for trait in changed:
            trait.version = locked.version
        work_out_cells(numbers)
    return locked.version


class _Hold:
    """One hand on a locked sheet."""

    def __init__(self, calque: Calque, hands: tuple[str, str], author: User | None, flood: str) -> None:
        self.calque, self.hands, self.author, self.flood = calque, hands, author, flood
        self.changed: list[Trait] = []
        mine = Count("pk", filter=Q(hand=hands[0]))
        self.count = Trait.objects.filter(calque=calque, erased_at=None).aggregate(all=Count("pk"), mine=mine)

    def put(self, stroke: Stroke, known: Trait | None) -> Trait:
        """The stroke as it stands afterwards; raises Refusal."""
        if known is None:
            return self._lay(stroke)
        if known.calque_id != self.calque.pk or known.hand not in self.hands:
            raise Refusal(FORBIDDEN, "hand", _("Ce trait est d’une autre main : reprenez-le plutôt dans une idée."))
        if _same(known, stroke):
            return known
        if stroke.seen is not None and stroke.seen != known.version:
            raise Refusal(STALE, "stale", _("Ce trait a changé entre-temps sur un autre de vos écrans."))
        if known.held and known.erased_at:
            raise Refusal(FORBIDDEN, "moderated", _("La modération a effacé ce trait : la raison est sous le calque."))
        return self._change(known, stroke)

    def _lay(self, stroke: Stroke) -> Trait:
        self._room()
        trait = Trait.objects.create(
            uuid=stroke.uuid, calque=self.calque, hand=self.hands[0], author=self.author, **stroke.fields(),
            held=rule_of(stroke.text, self.flood) if stroke.text else "",
            erased_at=timezone.now() if stroke.erased else None,
        )  # fmt: skip
        self.changed.append(trait)
        return trait

    def _change(self, trait: Trait, stroke: Stroke) -> Trait:
        if trait.erased_at and not stroke.erased:
            self._room()
        if stroke.text != trait.text:
            trait.held = rule_of(stroke.text, self.flood) if stroke.text else ""
        for name, value in stroke.fields().items():
            setattr(trait, name, value)
        trait.erased_at = (trait.erased_at or timezone.now()) if stroke.erased else None
        trait.save(update_fields=[*stroke.fields(), "held", "erased_at"])
        self.changed.append(trait)
        return trait

    def _room(self) -> None:
        """Count one more stroke; raises Refusal when there is no room for it."""
        for name, most, said in (
            ("mine", BY_HAND, _("Votre main a déjà tracé %s traits ici : effacez-en avant d’en ajouter.")),
            ("all", STROKES, _("Ce calque est plein (%s traits) : ouvrez-en un autre, ils se superposent.")),
        ):
            if self.count[name] >= most:
                raise Refusal(REFUSED, "full", said % number_format(most))
        self.count = {name: many + 1 for name, many in self.count.items()}


def _same(trait: Trait, stroke: Stroke) -> bool:
    """Whether the row already says this: the same sending, received twice."""
    if bool(trait.erased_at) != stroke.erased or not trait.geom.equals_exact(stroke.geom, 1e-9):
        return False
    fields = stroke.fields() | {"theme": stroke.theme and stroke.theme.pk}
    fields |= {"autocollant": stroke.autocollant and stroke.autocollant.pk}
    kept = {"theme": trait.theme_id, "autocollant": trait.autocollant_id}
    return all(kept.get(name, getattr(trait, name)) == value for name, value in fields.items() if name != "geom")
