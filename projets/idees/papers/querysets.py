"""What the room asks of the database, one query each."""

from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from projets.idees.models import Feuille, Idee, Releve, ReleveState, Souche


def printings() -> QuerySet[Any]:
    """Each time somebody printed: its sheets share a title, a frame and a moment; the latest first."""
    return (
        Feuille.objects.order_by()
        .values("created_at", "title", "paper", "campagne__title")
        .annotate(
            first=Min("code"),
            sheets=Count("pk", distinct=True),
            waiting=Count("releves", filter=Q(releves__state=ReleveState.READ), distinct=True),
            confirmed=Count("releves", filter=Q(releves__state=ReleveState.CONFIRMED), distinct=True),
        )
        .order_by("-created_at", "first")
    )


def printed_with(feuille: Feuille) -> QuerySet[Feuille]:
    """The sheets of the same printing, in the order in which they left the printer."""
    same = {"created_at": feuille.created_at, "created_by": feuille.created_by_id, "title": feuille.title}
    return Feuille.objects.filter(**same).order_by("pk")


def to_look_at() -> QuerySet[Releve]:
    """The photos that wait for the worker or for a person, and those that could not be read; the oldest first."""
    open_states = (ReleveState.WAITING, ReleveState.READ, ReleveState.REFUSED)
    return Releve.objects.filter(state__in=open_states).select_related("feuille").order_by("at", "pk")


def confirmed_on(feuille: Feuille) -> QuerySet[Releve]:
    """The readings of that sheet that have become ideas already."""
    return feuille.releves.filter(state=ReleveState.CONFIRMED)


def sheet_of(idee: Idee) -> Feuille | None:
    """The sheet that an idea was read from; None when it came by another door."""
    made = [{"idee": str(idee.uuid)}]
    return Feuille.objects.filter(releves__found__contains=made).select_related("campagne").first()


def ideas_of_stub(souche: Souche) -> list[Idee]:
    """The ideas that bear the number of a stub, in the order of the sheet."""
    kept = [line for releve in confirmed_on(souche.feuille).order_by("at") for line in releve.found]
    uuids = [line["idee"] for line in kept if line.get("stub") == souche.rank and line.get("idee")]
    found = {str(idee.uuid): idee for idee in Idee.objects.filter(uuid__in=uuids).select_related("autocollant")}
    return [found[uuid] for uuid in uuids if uuid in found]
