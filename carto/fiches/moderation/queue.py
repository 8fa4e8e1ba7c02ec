"""What waits for a person, whatever its sort, the oldest first: one union of keys, then each sort's rows at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Min, QuerySet, Value
from django.db.models import TextChoices as Choices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import RoleName, User
from carto.fiches.models import Acte, Commentaire, Fiche, Photo, Retenue
from carto.fiches.moderation.pictures import THERE
from carto.fiches.moderation.rights import photos_for

PER_PAGE = 30


class Sort(Choices):
    """What waits; also the value of `?sorte=`."""

    PHOTOS = "photos", _("Photos")
    FICHES = "fiches", _("Fiches")
    COMMENTAIRES = "commentaires", _("Commentaires")
    REPLIES = "reponses", _("Réponses d’auteurs")


@dataclass(frozen=True)
class Item:
    """One line of the desk."""

    sort: Sort
    since: datetime
    subject: Any  # Photo, Fiche, Commentaire or Acte, with what its line shows

    @property
    def fiche(self) -> Fiche:
        """The fiche that it is about."""
        return self.subject if self.sort == Sort.FICHES else self.subject.fiche

    @property
    def address(self) -> str:
        """Where a person decides."""
        return reverse(f"fiches:moderation:{_PAGES[self.sort]}", args=[self.subject.pk])


_PAGES = {Sort.PHOTOS: "photo", Sort.FICHES: "fiche", Sort.COMMENTAIRES: "commentaire", Sort.REPLIES: "settle"}


@dataclass(frozen=True)
class Desk:
    """What one person has to look at: counts by sort, and a page of items."""

    counts: dict[Sort, int]
    page: Page
    items: list[Item]

    @property
    def total(self) -> int:
        """Of every sort."""
        return sum(self.counts.values())


def desk_of(user: User, roles: set[str], only: Sort | None, page: str | None) -> Desk:
    """What waits for that person, `only` one sort of it when given."""
    waiting = _waiting(user, roles)
    counts = {sort: keys.count() for sort, keys in waiting.items()}
    chosen = [only] if only in waiting else list(waiting)
    first, *others = (waiting[sort] for sort in chosen)
    keys = first.union(*others, all=True) if others else first
    pages = _Counted(keys.order_by("since", "sort", "ref"), PER_PAGE, sum(counts[sort] for sort in chosen))
    shown = pages.get_page(page)
    return Desk(counts, shown, _items(list(shown.object_list)))


def next_photo(user: User, roles: set[str], after: Photo) -> Photo | None:
    """The photo that waits after this one; round to the oldest at the end, never the same."""
    waiting = photos_for(user, roles).waiting().exclude(pk=after.pk)
    return waiting.filter(created_at__gte=after.created_at).first() or waiting.first()


def _waiting(user: User, roles: set[str]) -> dict[Sort, QuerySet]:
    """The keys of what waits, by sort, as (sort, ref, since)."""
    photos = photos_for(user, roles).waiting().order_by()
    found = {Sort.PHOTOS: photos.annotate(since=F("created_at"))}
    if RoleName.MODERATOR in roles:
        held = Retenue.objects.open().filter(fiche__visibility__in=THERE).order_by()
        found[Sort.FICHES] = held.filter(commentaire=None).values("fiche").annotate(since=Min("at"))
        found[Sort.COMMENTAIRES] = held.exclude(commentaire=None).values("commentaire").annotate(since=Min("at"))
        found[Sort.REPLIES] = Acte.objects.replies_waiting().order_by().annotate(since=F("replied_at"))
    keyed = {Sort.FICHES: "fiche", Sort.COMMENTAIRES: "commentaire"}
    return {
        sort: rows.annotate(sort=Value(sort.value), ref=F(keyed.get(sort, "pk"))).values_list("sort", "ref", "since")
        for sort, rows in found.items()
    }


class _Counted(Paginator):
    """Pages of something already counted."""

    def __init__(self, keys: QuerySet, per_page: int, count: int) -> None:
        super().__init__(keys, per_page)
        self.count = count


_SHOWN = ("fiche__theme", "fiche__quartier", "fiche__commune")
_READ: dict[Sort, Callable[[], QuerySet]] = {
    Sort.PHOTOS: lambda: Photo.objects.select_related(*_SHOWN),
    Sort.FICHES: lambda: Fiche.objects.select_related("theme", "quartier", "commune"),
    Sort.COMMENTAIRES: lambda: Commentaire.objects.select_related(*_SHOWN),
    Sort.REPLIES: lambda: Acte.objects.select_related(*_SHOWN),
}


def _items(keys: list[tuple[str, int, datetime]]) -> list[Item]:
    """The rows of these keys, in the same order: one query a sort, and one for what holds them."""
    rows: dict[str, dict[int, Any]] = {}
    for sort, read in _READ.items():
        wanted = [ref for named, ref, _since in keys if named == sort]
        rows[sort] = read().in_bulk(wanted) if wanted else {}
    _say_why(rows[Sort.FICHES], rows[Sort.COMMENTAIRES])
    return [Item(Sort(sort), since, rows[sort][ref]) for sort, ref, since in keys if ref in rows[sort]]


def _say_why(fiches: dict[int, Fiche], commentaires: dict[int, Commentaire]) -> None:
    """Give each held row its open retenues, as `.held`."""
    for rows in (fiches, commentaires):
        for row in rows.values():
            row.held = []
    if not fiches and not commentaires:
        return
    ours = Retenue.objects.open()
    for retenue in ours.filter(commentaire=None, fiche__in=fiches) | ours.filter(commentaire__in=commentaires):
        held = fiches.get(retenue.fiche_id) if retenue.commentaire_id is None else commentaires[retenue.commentaire_id]
        held.held.append(retenue)
