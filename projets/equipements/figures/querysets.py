"""Questions put to the rows of public money: which budgets there are, what their lines add up to, what a word finds."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final
from unicodedata import combining, normalize

from django.db.models import Count, Exists, F, Func, Max, Min, OuterRef, Q, QuerySet, Sum, TextField

from carto.fiches.models import Fiche
from carto.fiches.querysets import FicheQuerySet
from carto.territoires.models import Territoire
from projets.equipements.models import Cout, Equipement, LigneBudget, Marche, Rattachement, RattachementState, Usage

STANDING: Final = Q(ligne__withdrawn_at=None)  # in the last file of its source
_WORD: Final = re.compile(r"[a-z0-9]{2,}")
_EMPTY: Final = {"de", "du", "la", "le", "et", "en", "au", "un", "des", "les", "aux", "une", "pour", "par", "sur"}


def fold(text: str) -> str:
    """Small letters without accents, as `carto_fold` writes them."""
    flat = normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in flat if not combining(sign))


def stems(text: str) -> list[str]:
    """The words that a search is about, without accents nor the mark of the plural: « Écoles » finds « école »."""
    words = [word for word in _WORD.findall(fold(text)) if word not in _EMPTY]
    return [word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words]


def saying(rows: QuerySet, field: str, text: str) -> QuerySet:
    """The rows whose `field` has every word of `text`, whatever its accents, case and plurals (index on carto_fold)."""
    rows = rows.alias(folded=Func(F(field), function="carto_fold", output_field=TextField()))
    for stem in stems(text):
        rows = rows.filter(folded__contains=stem)
    return rows


def budgets() -> list[dict[str, Any]]:
    """Each budget of each source: whose, which year and document, how many lines, how many voted and realised."""
    found = LigneBudget.objects.filter(STANDING).values("siret", "entity", "year", "document", "ligne__source")
    counted = found.annotate(lines=Count("pk"), voted_lines=Count("voted"), realised_lines=Count("realised"))
    return list(counted.order_by("entity", "-year", "document", "-ligne__source"))


def summed(lines: QuerySet[LigneBudget], column: str) -> list[dict[str, Any]]:
    """Euros (`total`, of `voted` or `realised`) and number of lines, by function and nature; lines without it apart."""
    groups = lines.filter(**{f"{column}__isnull": False}).values("function_code", "nature_code")
    told = groups.annotate(
        function_label=Max("function"), nature_label=Max("nature"), total=Sum(column), lines=Count("pk")
    )
    return list(told.order_by("function_code", "nature_code"))


def total_of(lines: QuerySet[LigneBudget], column: str) -> Decimal:
    """The euros of one column, to the cent."""
    return lines.aggregate(total=Sum(column))["total"] or Decimal(0)


def by_year(lines: QuerySet[LigneBudget], column: str) -> list[tuple[int, Decimal]]:
    """The euros of one column, year after year; years without any are absent."""
    found = lines.filter(**{f"{column}__isnull": False}).values("year").annotate(total=Sum(column)).order_by("year")
    return [(row["year"], row["total"]) for row in found]


def facilities_of(theme: str) -> int:
    """How many facilities of a theme the map shows."""
    return Fiche.objects.public().filter(kind="equipement", theme__code=theme).count()


def tied() -> Exists:
    """That a person has tied the row to a place."""
    confirmed = Rattachement.objects.filter(ligne=OuterRef("pk"), state=RattachementState.CONFIRMED)
    return Exists(confirmed)


def extent(rows: QuerySet, field: str) -> tuple[int, int] | None:
    """The first and the last year of a date, or nothing."""
    found = rows.aggregate(first=Min(field), last=Max(field))
    return (found["first"].year, found["last"].year) if found["first"] else None


def buyers() -> list[str]:
    """Who buys, by their names."""
    return list(Marche.objects.exclude(buyer="").order_by("buyer").values_list("buyer", flat=True).distinct()[:200])


def running_then(day: date) -> Q:
    """Contracts that hold on a day: signed, and not ended."""
    return Q(ends_on__gt=day) & (Q(notified_on=None) | Q(notified_on__lte=day))


def alike(equipement: Equipement) -> list[dict[str, Any]]:
    """The last published cost of each other public facility of its type, by kind, purpose and tax basis."""
    others = Equipement.objects.public().filter(type=equipement.type_id).exclude(pk=equipement.pk)
    couts = Cout.objects.published().filter(equipement__in=others.order_by().values("pk")).exclude(basis="unknown")
    keys = ("equipement_id", "kind", "purpose", "basis")
    last = couts.order_by(*keys, "-year", "-amount", "pk").distinct(*keys)
    return list(last.values(*keys, "amount", "year"))


def uses_of(equipement: Equipement) -> list[Usage]:
    """Its counts, measure by measure, month after month."""
    return list(Usage.objects.filter(equipement=equipement).order_by("measure", "month", "months"))


def years_of(couts: Iterable[Cout]) -> list[int]:
    """The years that these figures are of, each once, in order."""
    return sorted({cout.year for cout in couts if cout.year is not None})


def facilities_in(quartier: Territoire) -> tuple[int, int]:
    """How many public facilities a quartier has, and how many of them have a published cost."""
    there = Equipement.objects.public().filter(quartier=quartier).exclude(status="closed").order_by()
    priced = Cout.objects.published().filter(equipement__in=there.values("pk")).values("equipement").distinct()
    return there.count(), priced.count()


def largest(quartier: Territoire, kind: str) -> Cout | None:
    """The largest of the last published costs of one kind, of any purpose, in a quartier."""
    there = Equipement.objects.public().filter(quartier=quartier).order_by()
    last = Cout.objects.filter(kind=kind, equipement__in=there.values("pk")).last_of_each()
    return max(last.select_related("equipement"), key=lambda cout: cout.amount, default=None)


def uses_in(quartier: Territoire, measure: str) -> list[Usage]:
    """The counts of one measure in a quartier, place after place."""
    there = Equipement.objects.public().filter(quartier=quartier).order_by()
    counts = Usage.objects.filter(measure=measure, equipement__in=there.values("pk")).select_related("equipement")
    return list(counts.order_by("equipement_id", "month"))


def last_costs(fiches: FicheQuerySet, *, kind: str, purpose: str, basis: str) -> list[Cout]:
    """The last published cost of each of these facilities, of one kind, purpose and tax basis."""
    kept = {"kind": kind, "purpose": purpose, "basis": basis, "equipement__in": fiches.order_by().values("pk")}
    return list(Cout.objects.filter(**kept).last_of_each().select_related("equipement"))
