"""Putting tags on a fiche, and bringing two tags together: with a reason, in the public register, undoable."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Etiquetage, Etiquette, EtiquetteMerge, Evenement, Fiche, What
from carto.fiches.tags.querysets import roots_of, settle
from carto.fiches.tags.words import Word, written
from carto.text import tidy


def names_of(fiche: Fiche) -> list[str]:
    """The tags that the fiche shows, in the order in which they were put."""
    return [bearing.etiquette.name for bearing in fiche.etiquetages.shown()]


def put_tags(fiche: Fiche, words: Sequence[Word]) -> list[str]:
    """Have the fiche bear these tags and no other; returns their names. A word that was replaced bears its new name."""
    with transaction.atomic():
        Fiche.objects.select_for_update(of=("self",), no_key=True).get(pk=fiche.pk)
        tags = [Etiquette.objects.get_or_create(slug=word.slug, defaults={"name": word.name})[0] for word in words]
        roots = roots_of([tag.pk for tag in tags])
        held = {row.pk: row.etiquette_id for row in fiche.etiquetages.all()}
        became = roots_of(list(held.values()))
        wanted = set(roots.values())
        fiche.etiquetages.filter(pk__in=[pk for pk, tag in held.items() if became[tag] not in wanted]).delete()
        there = set(held.values())
        for tag in tags:
            root = roots[tag.pk]
            if root not in there:
                there.add(root)
                former = tag if root != tag.pk else None
                Etiquetage.objects.create(fiche=fiche, etiquette_id=root, former=former)
        return names_of(fiche)


def retag(
    fiche: Fiche, words: Sequence[Word], *, role: str, person: User | None = None, reason: str = ""
) -> Evenement | None:
    """Change the tags of a fiche that is there, with a line in its history; None when nothing changes."""
    with transaction.atomic():
        before = names_of(fiche)
        after = put_tags(fiche, words)
        if before == after:
            return None
        return record(
            fiche, What.TAGGED, role=role, person=person, before=written(before)[:200], after=written(after)[:200],
            public_text=tidy(reason) or (written(after) if after else _("Plus aucune étiquette.")),
        )  # fmt: skip


def merge(source: Etiquette, target: Etiquette, *, reason: str, by: User) -> EtiquetteMerge:
    """Have `target` replace `source` wherever it is. ValidationError (French) for what cannot be brought together."""
    reason = tidy(reason)
    if not reason:
        raise ValidationError(_("Dites pourquoi : le registre est public."), code="reason")
    with transaction.atomic():
        tags = {tag.pk: tag for tag in Etiquette.objects.select_for_update().filter(pk__in=[source.pk, target.pk])}
        source, root = tags[source.pk], roots_of([target.pk])[target.pk]
        if source.merged_into_id is not None:
            raise ValidationError(_("« %(tag)s » est déjà remplacée.") % {"tag": source.name}, code="merged")
        if root == source.pk:
            raise ValidationError(_("Choisissez deux étiquettes différentes."), code="same")
        Etiquette.objects.filter(pk=source.pk).update(merged_into=root)
        settle(root)
        return EtiquetteMerge.objects.create(source=source, target_id=root, by=by, reason=reason)


def undo_merge(done: EtiquetteMerge) -> bool:
    """Give both words back, on every fiche as it was written; False when it had been undone before."""
    with transaction.atomic():
        if not EtiquetteMerge.objects.filter(pk=done.pk, undone_at=None).update(undone_at=timezone.now()):
            return False
        Etiquette.objects.select_for_update().get(pk=done.source_id)
        root = roots_of([done.source_id])[done.source_id]
        Etiquette.objects.filter(pk=done.source_id).update(merged_into=None)
        settle(done.source_id)
        settle(root)
    return True
