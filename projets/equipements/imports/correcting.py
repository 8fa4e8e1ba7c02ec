"""A refused row, settled by hand: its cells corrected and read again by the rules of its file, or left with a reason.

Each act is signed and dated, and holds for later readings that bring the same row (imports.mending). When the city
publishes it otherwise, what it publishes then counts again.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projets.equipements.imports import readings
from projets.equipements.imports.formats import Format, Row
from projets.equipements.imports.loaders import rejects
from projets.equipements.imports.loaders import rows as loader
from projets.equipements.linking.actions import STALE, Hand
from projets.equipements.linking.tasks import suggest_places
from projets.equipements.models import Correction, Import, ImportState, Ligne, Rejet, Source

LONGEST: Final = 300  # characters of a key


def may_be_corrected(rejet: Rejet) -> bool:
    """Whether it is of the last file that was taken: an earlier one is not what the source says any more."""
    done = Import.objects.filter(source=rejet.of.source_id, state=ImportState.DONE).order_by("-at", "-pk")
    return done.values_list("pk", flat=True).first() == rejet.of_id


@transaction.atomic
def correct(rejet: Rejet, data: Mapping[str, Any], hand: Hand, *, seen: int = 0) -> Ligne:
    """Take the row with these cells. ValidationError (French): what its reader still refuses, or « stale ».

    `seen`: the primary key of the last correction that the person saw; 0 for none.
    """
    source, rejet, before = _held(rejet, seen)
    reader = readings.format_of(source)
    row = _read_again(reader, source, rejet, data)
    row = replace(row, number=rejet.number, key=_key(reader, source, rejet, row, before))
    made = _signed(source, rejet, hand, data=dict(data), key=row.key)
    ligne = _kept(reader, source, rejet, row, hand)
    made.ligne = ligne
    made.save(update_fields=["ligne"])
    if before and before.ligne_id and before.ligne_id != ligne.pk:
        _withdraw(before)
    suggest_places.defer(source_id=source.pk)
    return ligne


@transaction.atomic
def leave(rejet: Rejet, reason: str, hand: Hand, *, seen: int = 0) -> None:
    """Leave the row as it is, for that reason; what an earlier correction had brought is dated as gone. « stale »."""
    source, rejet, before = _held(rejet, seen)
    _signed(source, rejet, hand, key=rejet.key, reason=reason)
    if before and before.ligne_id:
        _withdraw(before)


@transaction.atomic
def leave_all(source: Source, reason: str, hand: Hand) -> int:
    """Leave every row that waits; how many."""
    Source.objects.select_for_update().get(pk=source.pk)
    signed = {"person": hand.person.pk, "role": hand.role, "reason": reason, "now": timezone.now()}
    return rejects.leave_all(source, **signed)


def _held(rejet: Rejet, seen: int) -> tuple[Source, Rejet, Correction | None]:
    """The row as it is now, held until the end; « stale » when it is not what the page showed."""
    source = Source.objects.select_for_update().get(pk=rejet.of.source_id)
    held = Rejet.objects.select_for_update(of=("self",)).select_related("of").get(pk=rejet.pk)
    if not may_be_corrected(held):
        raise ValidationError(_("Un fichier plus récent a été lu depuis : cette ligne n’attend plus."), code=STALE)
    last = held.corrections.first()
    if (last.pk if last else 0) != seen:
        raise ValidationError(_("Quelqu’un a réglé cette ligne entre-temps : voici ce qu’il en a fait."), code=STALE)
    held.of.source = source
    return source, held, last


def _read_again(reader: Format, source: Source, rejet: Rejet, data: Mapping[str, Any]) -> Row:
    row = _one(reader, source, rejet, data)
    if row.reasons:
        raise ValidationError(list(row.reasons))
    return row


def _one(reader: Format, source: Source, rejet: Rejet, data: Mapping[str, Any]) -> Row:
    if reader.one is None:
        raise ValidationError(
            _("Ici une ligne fait partie d’un total : corrigez-la dans le fichier, puis lisez-le de nouveau.")
        )
    try:
        return reader.one(data, readings.options(source), Path(rejet.of.file.path))
    except (OSError, ValueError) as error:
        raise ValidationError(_("Le fichier n’est plus là.")) from error


def _key(reader: Format, source: Source, rejet: Rejet, row: Row, before: Correction | None) -> str:
    """What its file calls it, unless what names it was changed. ValidationError when another row has that name."""
    try:
        renamed = _one(reader, source, rejet, rejet.data).key != row.key
    except ValidationError:
        renamed = True
    key = row.key[:LONGEST] if renamed or not rejet.key else rejet.key
    own = before.ligne_id if before else None
    taken = Ligne.objects.filter(source=source, key=key).exclude(pk=own).exists()
    if not taken or (key == rejet.key and not rejet.repeated):
        return key
    if reader.numbered:
        return f"{key[: LONGEST - 30]}#{rejet.pk}"
    raise ValidationError(_("Une autre ligne a déjà cet identifiant (« %(key)s ») : changez-le.") % {"key": key[:60]})


def _signed(source: Source, rejet: Rejet, hand: Hand, **told: Any) -> Correction:
    rejet.settled_at = timezone.now()
    rejet.save(update_fields=["settled_at"])
    return Correction.objects.create(
        source=source, rejet=rejet, sha256=rejet.sha256, nth=rejet.nth, by=hand.person, role=hand.role,
        at=rejet.settled_at, **told,
    )  # fmt: skip


def _kept(reader: Format, source: Source, rejet: Rejet, row: Row, hand: Hand) -> Ligne:
    """Store the row and what it is mirrored by, as its reading would have."""
    loader.stage([loader.Staged(0, row.number, row.key, row.data, ())], source.pk)
    kept = loader.keep_one(rejet.of)
    loader.forget()
    rejet.of.by = hand.person  # history names whoever corrected it; the reading keeps who made it
    reader.store(rejet.of, [(pk, row) for pk in kept.values()])
    return Ligne.objects.get(source=source, key=row.key)


def _withdraw(before: Correction) -> None:
    Ligne.objects.filter(pk=before.ligne_id, withdrawn_at=None).update(withdrawn_at=timezone.now())
