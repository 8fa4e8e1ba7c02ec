"""One case, several signalements: the one that is kept has the pin and leads, those joined to it go where it goes."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from carto.fiches.lineage import active_lien, joined_to
from carto.fiches.models import Fiche, Lien, LienKind
from signalements.models import Signalement, SubTask

# What those joined take over from the one that is kept.
LED = ("status", "stage", "closing", "paused_at", "due_at", "planned_on")


def lock_case(signalement: Signalement) -> tuple[Signalement, list[Signalement]]:
    """The one that is kept, and those joined to it, locked until the transaction ends; nobody joins meanwhile."""
    Signalement.objects.lock_joins(change=False)
    own, about = Q(source_id=signalement.pk), Q(target_id=signalement.pk)
    liens = Lien.objects.filter(own | about, kind=LienKind.DUPLICATES, undone_at=None)
    ties = list(liens.values_list("source_id", "target_id"))
    rows = Signalement.objects.select_for_update(of=("self",)).order_by("pk")
    kept = rows.get(pk=ties[0][1] if ties else signalement.pk)
    return kept, list(rows.filter(pk__in=joined_to(kept).values("pk"))) if ties else []


def take_along(kept: Signalement, joined: Iterable[Signalement]) -> None:
    """Give those joined the state of the one that is kept; its line of history is theirs too (`record`)."""
    for each in joined:
        for name in LED:
            setattr(each, name, getattr(kept, name))
        each.save(update_fields=[*LED, "updated_at"])


def case_of(fiche: Fiche) -> Signalement:
    """The signalement that leads: the one it is joined to, or itself."""
    lien = active_lien(fiche)
    return Signalement.objects.get(pk=lien.target_id if lien else fiche.pk)


def with_open_tasks(pks: Collection[int]) -> frozenset[int]:
    """Those of which a part of the work is still with somebody else."""
    tasks = SubTask.objects.filter(signalement__in=pks, state=SubTask.State.OPEN)
    return frozenset(tasks.values_list("signalement", flat=True))


def has_open_tasks(several: Iterable[Signalement]) -> bool:
    """Whether a part of the work of one of these is still with somebody else."""
    return SubTask.objects.filter(signalement__in=several, state=SubTask.State.OPEN).exists()
