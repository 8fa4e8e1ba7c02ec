"""A bulk action in words and numbers: what it was, how far it is, and what could not be done."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db.models import Count

from carto.comptes.models import Role, User
from signalements.bulk.kinds import in_words
from signalements.bulk.working import State
from signalements.desk.rights import scope
from signalements.models import Bulk, BulkItem

SHOWN: Final = 100  # of those that could not be done


@dataclass(frozen=True)
class Line:
    """One action as the list shows it."""

    bulk: Bulk
    said: str


@dataclass(frozen=True)
class Progress:
    """How many are where; `over` once nothing waits for the worker."""

    total: int
    waiting: int
    done: int
    failed: int
    undone: int
    kept: int
    back: bool  # whether it is being undone
    over: bool

    @classmethod
    def of(cls, bulk: Bulk) -> "Progress":
        """Counted now, in one query."""
        found = Counter(dict(bulk.items.order_by().values_list("state").annotate(n=Count("pk"))))
        back = bulk.undone_at is not None
        left = found[State.DONE] if back else found[State.WAITING]
        return cls(
            total=sum(found.values()), waiting=found[State.WAITING], done=found[State.DONE], failed=found[State.FAILED],
            undone=found[State.UNDONE], kept=found[State.KEPT], back=back, over=not left,
        )  # fmt: skip

    @property
    def past(self) -> int:
        """How many the worker has been through."""
        return self.total - (self.done if self.back else self.waiting)

    def as_dict(self) -> dict[str, Any]:
        """For the page that waits."""
        return asdict(self) | {"past": self.past}

    @staticmethod
    def left(bulk: Bulk, user: User, roles: Sequence[Role]) -> dict[str, list[BulkItem]]:
        """Those that failed and those that were left, as far as this person sees them."""
        seen = scope(user, roles).values("pk")
        rows = bulk.items.filter(signalement__in=seen).select_related("signalement").order_by("pk")
        return {
            "failed": list(rows.filter(state=State.FAILED)[:SHOWN]),
            "kept": list(rows.filter(state=State.KEPT)[:SHOWN]),
        }


def line(bulk: Bulk) -> Line:
    """What it was, in words."""
    return Line(bulk, in_words(bulk.action))


def listed(bulks: Iterable[Bulk]) -> list[Line]:
    """Several, as a list shows them."""
    return [line(bulk) for bulk in bulks]
