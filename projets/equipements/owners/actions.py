"""What publishers do: a facility published and changed, its costs and uses written; each act in its history, signed."""

from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Fiche, What
from projets.actions import change_status
from projets.equipements.models import Equipement, Mandat, Organisme
from projets.equipements.owners.hands import Hand
from projets.equipements.signing import signed
from projets.equipements.workflow import WORKFLOW

CLOSE = 1e-6  # degrees: a pin that a map merely rounded


class Changed(ValidationError):
    """Somebody else was quicker."""


def publish(equipement: Equipement, *, hand: Hand) -> tuple[Equipement, bool]:
    """Store a new facility, once per `uuid`, signed; returns it as it stands, and whether it is new.

    Raises Changed (French) when something else bears that `uuid`.
    """
    with transaction.atomic():
        Equipement.objects.lock_uuid(equipement.uuid)
        if known := Equipement.objects.filter(uuid=equipement.uuid, publisher=hand.signs).first():
            return known, False
        if Fiche.objects.filter(uuid=equipement.uuid).exists():
            raise Changed(_("Cette page a déjà servi : rechargez-la, puis publiez de nouveau."), "used")
        equipement.kind, equipement.publisher = "equipement", hand.signs
        equipement.stage = WORKFLOW.stage_of(equipement.status)
        equipement.save(force_insert=True)
        said = _signed(hand)
        record(equipement, What.PUBLISHED, role=hand.role, person=hand.person, public_text=said)
    equipement.refresh_from_db()
    return equipement, True


def change(
    equipement: Equipement,
    told: dict[str, Any],
    *,
    geom: GEOSGeometry,
    status: str,
    why: str,
    as_seen: str,
    hand: Hand,
) -> list[str]:
    """Write what changed of a facility, with one line of history for its words, its place and its state each.

    Returns the names of the fields. Raises Changed (French) when somebody wrote since `as_seen` (its `updated_at`), and
    ValidationError for a state that cannot be, or that owes words.
    """
    with transaction.atomic():
        held = Equipement.objects.select_for_update(of=("self",)).get(pk=equipement.pk)
        if as_seen != held.updated_at.isoformat():
            raise Changed(_("Quelqu’un vient d’y changer quelque chose : relisez, puis envoyez de nouveau."), "late")
        if status != held.status:
            change_status(held, status, WORKFLOW, role=hand.role, person=hand.person, public_text=why)
        changed = [name for name, value in told.items() if getattr(held, name) != value]
        for name in changed:
            setattr(held, name, told[name])
        if moved := _moved(held.geom, geom):
            held.geom = geom
        if changed or moved:
            held.save()
            _tell(held, changed, moved=moved, hand=hand)
    return [*changed, *(["geom"] if moved else [])]


def _moved(before: GEOSGeometry, after: GEOSGeometry) -> bool:
    if before.geom_type != "Point":
        return False
    return max(abs(before.x - after.x), abs(before.y - after.y)) > CLOSE


def _tell(equipement: Equipement, changed: list[str], *, moved: bool, hand: Hand) -> None:
    if changed:
        labels = [str(Equipement._meta.get_field(name).verbose_name) for name in changed]
        said = _("Modifié : %(fields)s.") % {"fields": ", ".join(labels)}
        record(
            equipement, What.CORRECTED, role=hand.role, person=hand.person, public_text=f"{said} {_signed(hand)}"
        )  # fmt: skip
    if moved:
        record(equipement, What.MOVED, role=hand.role, person=hand.person, public_text=_signed(hand))


def _signed(hand: Hand) -> str:
    said = signed(hand.signs)
    return f"{said[:1].upper()}{said[1:]}."


def give_mandate(person: User, organisme: Organisme, *, by: User) -> Mandat:
    """Let somebody publish in the name of an organisation. Raises ValidationError (French) when they do already."""
    try:
        with transaction.atomic():
            return Mandat.objects.create(person=person, organisme=organisme, given_by=by)
    except IntegrityError:
        raise ValidationError(_("Cette personne publie déjà en son nom."), code="held") from None


def end_mandate(mandat: Mandat) -> None:
    """End it today; what was published stays, signed by the organisation."""
    Mandat.objects.filter(pk=mandat.pk, ended_at=None).update(ended_at=timezone.now())
