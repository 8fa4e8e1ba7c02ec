"""The vocabulary of the desk: what is held, which acts stand, which replies wait."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth

HARMFUL = ("personal", "insult", "unlawful")  # to show it again, even as an example, would do the harm again


def by_month(tables: Sequence[Any], since: datetime, **counts: Any) -> list[dict[str, Any]]:
    """How many acts since then, by month of the city's time zone, act and rule, and how many were undone: one query,
    however many tables there are; each has its own lines.
    """
    counted = [_by_month(acts, since, counts) for acts in tables]
    return list(counted[0].union(*counted[1:], all=True) if len(counted) > 1 else chain(*counted))


def _by_month(acts: Any, since: datetime, counts: dict[str, Any]) -> Any:
    months = acts.filter(at__gte=since).order_by().annotate(month=TruncMonth("at")).values("month", "what", "rule")
    undone = Count("pk", filter=Q(undone_at__isnull=False))
    return months.annotate(n=Count("pk"), undone=undone, **counts)


class VolontaireQuerySet(models.QuerySet):
    """Who accepts to be drawn for a jury."""

    def available(self, at: datetime) -> Self:
        """Those who accept it at that moment."""
        return self.filter(Q(until=None) | Q(until__gt=at))

    def with_case(self, person: AbstractBaseUser, at: datetime) -> Any:
        """That person's own offer, or None; `.case` is the number of a jury that waits for them, `.case_until` its end.

        One query: it is asked on each visit to an account.
        """
        jures = self.model._meta.apps.get_model("fiches", "Jure").objects.filter(
            person=OuterRef("person"), called_at__isnull=False, answered_at=None, declined_at=None,
            jury__settled_at=None, jury__closes_at__gt=at,
        ).order_by("jury__closes_at")  # fmt: skip
        case = {"case": Subquery(jures.values("jury")[:1]), "case_until": Subquery(jures.values("jury__closes_at")[:1])}
        return self.filter(person=person).annotate(**case).first()


class RetenueQuerySet(models.QuerySet):
    """Why things wait."""

    def open(self) -> Self:
        """Those that a person has not lifted, the oldest first."""
        return self.filter(lifted_at=None).order_by("at", "pk")


class ActeQuerySet(models.QuerySet):
    """Acts of moderation."""

    def told(self) -> Self:
        """Those that took something away: by a rule, which everybody may read."""
        return self.exclude(rule="")

    def standing(self) -> Self:
        """Those of them that were not undone."""
        return self.told().filter(undone_at=None)

    def replies_waiting(self) -> Self:
        """Answered by the author, and not looked at again since; the oldest reply first."""
        return self.filter(replied_at__isnull=False, reply_settled_at=None).order_by("replied_at", "pk")

    def words_expired(self, limit: datetime) -> Self:
        """Corrections made before `limit` that still hold the words taken out, and whose reply does not wait."""
        argued = Q(replied_at__isnull=False, reply_settled_at=None)
        return self.filter(what="edited", at__lt=limit).exclude(before="", after="").exclude(argued)

    def about(self, person: AbstractBaseUser) -> Self:
        """About what that person has signed: a fiche, or a comment of theirs on any fiche."""
        return self.filter(Q(commentaire=None, fiche__author=person) | Q(commentaire__author=person))

    def by_rule(self) -> dict[str, int]:
        """How many of them, by rule."""
        return dict(self.order_by().values_list("rule").annotate(n=Count("pk")))

    def by_month(self, since: datetime) -> list[dict[str, Any]]:
        """How many since then, by month of the city's time zone, act and rule; and what became of them."""
        return by_month([self], since, replied=Count("pk", filter=Q(replied_at__isnull=False)))

    def for_bin(self) -> Self:
        """With what the public bin tells of each."""
        return self.select_related("fiche__theme", "fiche__quartier", "fiche__commune", "commentaire", "jury")
