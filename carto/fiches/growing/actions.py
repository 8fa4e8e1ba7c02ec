"""Writing that one fiche grew from others, and telling those others' people what became of it."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.lineage import kept_of
from carto.fiches.models import Evenement, Fiche, Lien, LienKind, Visibility, What

READABLE = (Visibility.PUBLIC, Visibility.JOINED)
DEEPEST = 6  # generations: a complaint, an idea, its amendments, an opportunity


def grow(
    fiche: Fiche, roots: Iterable[Fiche], *, role: str = "resident", by: User | None = None, what: str = What.TAKEN_UP
) -> list[Lien]:
    """Link a fiche to what it grew from, once each; both histories say so as soon as it is public.

    A root that is joined to another counts as that other: it has the pin, and its people are told with it. `by` only
    when the person signs.
    """
    made = []
    with transaction.atomic():
        for root in {each.pk: each for each in map(kept_of, roots)}.values():
            link = {"source_id": fiche.pk, "target_id": root.pk, "kind": LienKind.GREW_FROM}
            if root.pk != fiche.pk and not Lien.objects.filter(**link, undone_at=None).exists():
                made.append(Lien.objects.create(**link, by=by, role=role))
        tell_taken_up(fiche, role=role, by=by, what=what)
    return made


def tell_taken_up(fiche: Fiche, *, role: str = "system", by: User | None = None, what: str = What.TAKEN_UP) -> None:
    """Write in the history of each root what has grown from it: once, and not before everybody may read it."""
    if fiche.visibility not in READABLE:
        return
    for root in _roots(fiche):
        told = {"what": what, "after": fiche.number}
        if root.visibility in READABLE and not root.evenements.filter(**told).exists():
            record(root, role=role, person=by, public_text=_taken_up(root, fiche), **told)


def tell_delivered(evenement: Evenement) -> int:
    """What grew is there: write so, in words for everybody, in the history of all that it grew from; returns how many.

    `evenement` is the step that delivered it: its own words go with ours.
    """
    fiche = evenement.fiche
    told = {"what": What.DELIVERED, "after": fiche.number}
    roots = [root for root in _ancestors(fiche) if not root.evenements.filter(**told).exists()]
    for root in roots:
        said = "\n".join(part for part in (_delivered(fiche), evenement.public_text) if part)
        record(root, role=evenement.actor_role, public_text=said, **told)
    return len(roots)


def _roots(fiche: Fiche) -> list[Fiche]:
    """What it grew from directly."""
    links = Lien.objects.filter(source_id=fiche.pk, kind=LienKind.GREW_FROM, undone_at=None)
    return [link.target for link in links.select_related("target").order_by("at", "pk")]


def _ancestors(fiche: Fiche) -> list[Fiche]:
    """All that it grew from, through however many hands, nearest first, each once."""
    found: dict[int, Fiche] = {}
    edge = {fiche.pk}
    for _generation in range(DEEPEST):
        links = Lien.objects.filter(source__in=edge, kind=LienKind.GREW_FROM, undone_at=None).select_related("target")
        new = {link.target_id: link.target for link in links if link.target_id not in found}
        new.pop(fiche.pk, None)
        found |= new
        edge = set(new)
        if not edge:
            break
    return list(found.values())


def _taken_up(root: Fiche, fiche: Fiche) -> str:
    """In the language of the city, a history is the same for everybody; without a title that may be moderated later."""
    with override(settings.LANGUAGE_CODE):
        said = {"number": fiche.number}
        if fiche.kind == root.kind:
            return _("Une autre proposition en est née : %(number)s.") % said
        return _("Et si on faisait mieux ? Une proposition en est née : %(number)s.") % said


def _delivered(fiche: Fiche) -> str:
    with override(settings.LANGUAGE_CODE):
        said = {"title": fiche.title, "number": fiche.number}
        return _("Ce qui est né d’ici est réalisé : « %(title)s » (%(number)s).") % said
