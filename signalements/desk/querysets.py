"""How the desk reads a million signalements: words, orders that page by their keys, counts that stop early, pins."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.db.models.functions import AsGeoJSON, PointOnSurface
from django.contrib.postgres.search import SearchQuery, SearchVectorExact, SearchVectorField
from django.db import connection, models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Value
from django.db.models.expressions import Col, Combinable
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from carto.fiches.models import Lien, LienKind, Photo, Soutien, SoutienKind
from signalements.models import Signalement
from signalements.querysets import OPEN_STATES, Promised, SignalementQuerySet, Urgency

Statement = tuple[str, tuple[Any, ...]]  # with the values of its parameters
CONFIGURATION: Final = "public.carto_french"
NUMBER: Final = re.compile(r"(?:s[-\s]?)?(?:(\d{4})[-\s])?(\d{1,9})", re.IGNORECASE)
FIRST_YEAR: Final = 2000  # of the numbers that « 123 » may mean
PREFIX: Final = 3  # letters of the last word from which its end is guessed
DECIMALS: Final = 6  # of a pin's degrees: 10 cm
NEVER: Final = "infinity"
SHOWN: Final = (
    "uuid", "kind", "number", "title", "text", "stage", "status", "visibility", "temporality", "priority",
    "reported_at", "due_at", "paused_at", "planned_on", "categorie__name", "categorie__icon", "crew__name",
    "assignee__name", "rue__name", "quartier__name", "commune__name",
)  # fmt: skip
FEW: Final = 2000  # signalements that bear a word: beyond, any order meets some of them soon

_WORDS = SearchVectorField(null=True)
_WORDS.set_attributes_from_name("words")


class _Words(F):
    """The column that the database keeps (migration « queue ») and that no model names."""

    def __init__(self) -> None:
        super().__init__("words")

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Col:
        """In the signalement's own table, whatever it is called in that statement."""
        return Col(query.get_initial_alias(), _WORDS)


class _Never(Func):
    """The date of what nothing is promised for."""

    template = "'infinity'::timestamptz"
    output_field = models.DateTimeField()


class _Beyond(Func):
    """`(keys) > (values)` as one comparison, which an index in that order begins from; `<` when it descends."""

    output_field = models.BooleanField()

    def __init__(self, *sides: Any, sign: str = ">") -> None:
        super().__init__(*sides, sign=sign)

    def as_sql(self, compiler: Any, connection: Any, **_options: Any) -> tuple[str, list[Any]]:
        """Keys first, then as many values."""
        told = [compiler.compile(side) for side in self.get_source_expressions()]
        half = len(told) // 2
        keys, values = (", ".join(sql for sql, _params in part) for part in (told[:half], told[half:]))
        params = [param for _sql, some in told for param in some]
        return f"(({keys}) {self.extra['sign']} ({values}))", params


@dataclass(frozen=True)
class Order:
    """An order of the list: its keys (names of `_KEYS`), which end with `pk` so that no two rows are equal."""

    keys: tuple[str, ...]
    descending: bool = False

    def sorted(self, signalements: SignalementQuerySet) -> SignalementQuerySet:
        """In that order."""
        way = "desc" if self.descending else "asc"
        return signalements.order_by(*(getattr(_key(name), way)() for name in self.keys))

    def after(self, signalements: SignalementQuerySet, cursor: str) -> SignalementQuerySet:
        """What comes after the row of that cursor; raises ValueError when it is not one of this order."""
        told = cursor.split("~")
        if len(told) != len(self.keys):
            raise ValueError(cursor)
        values = [_read(name, text) for name, text in zip(self.keys, told, strict=True)]
        sign = "<" if self.descending else ">"
        return signalements.filter(_Beyond(*map(_key, self.keys), *values, sign=sign))

    def cursor(self, row: Any) -> str:
        """Where a row stands in this order, for an address."""
        return "~".join(_written(getattr(row, _ATTRIBUTES.get(name, name))) for name in self.keys)


_ATTRIBUTES: Final = {"promised": "due_at", "urgency": "priority"}


def _key(name: str) -> Combinable:
    return {"promised": Promised(), "urgency": Urgency()}.get(name) or F(name)


def _read(name: str, text: str) -> Any:
    """A key's value as the statement takes it; ValueError when the text is none."""
    if name in ("pk", "urgency"):
        number = int(text)
        if abs(number) >= 2**62:
            raise ValueError(text)
        return Value(-number if name == "urgency" else number)
    if name == "promised" and text == NEVER:
        return _Never()
    moment = parse_datetime(text)
    if moment is None or timezone.is_naive(moment):
        raise ValueError(text)
    return Value(moment, output_field=models.DateTimeField())


def _written(value: Any) -> str:
    if value is None:
        return NEVER
    return value.astimezone(timezone.get_default_timezone()).isoformat() if isinstance(value, datetime) else str(value)


def found_by(text: str) -> Q | SearchVectorExact:
    """The condition « this is what was looked for »: a number (« S-2026-000123 », « 123 »), or every one of its words.

    The last word may be unfinished. Accents, case and plurals do not matter.
    """
    if (number := NUMBER.fullmatch(text.strip())) is not None:
        return Q(number__in=list(_numbers(number[1], int(number[2]))))
    words = re.findall(r"\w+", text)
    told = [f"'{word}'" for word in words]
    if words and len(words[-1]) >= PREFIX:
        told[-1] += ":*"
    return SearchVectorExact(_Words(), SearchQuery(" & ".join(told), config=CONFIGURATION, search_type="raw"))


def few_found(text: str) -> list[int] | None:
    """The keys of all that bears those words, when they are few: the planner then need not guess how rare a word is.

    Guessing, it walks through a million rows in the list's order for a word that a hundred of them bear (490 ms at a
    million). None when more than FEW bear them, or when a number is looked for.
    """
    if is_number(text):
        return None
    keys = list(Signalement.objects.filter(found_by(text)).order_by().values_list("pk", flat=True)[: FEW + 1])
    return keys if len(keys) <= FEW else None


def is_number(text: str) -> bool:
    """Whether what is looked for is the number of one signalement."""
    return NUMBER.fullmatch(text.strip()) is not None


def _numbers(year: str | None, rank: int) -> Iterator[str]:
    for each in [int(year)] if year else range(FIRST_YEAR, timezone.localdate().year + 2):
        yield f"S-{each}-{rank:06d}"


def late(at: datetime) -> Q:
    """Promised for before `at`, the clock going on; in the words of the index."""
    return Q(LessThan(Promised(), at), paused_at=None, status__in=OPEN_STATES)


def due_between(start: datetime, end: datetime) -> Q:
    """Promised from `start` to `end`, the clock going on."""
    begun = GreaterThanOrEqual(Promised(), start)
    return Q(begun, LessThanOrEqual(Promised(), end), paused_at=None, status__in=OPEN_STATES)


def unpromised() -> Q:
    """Open, and nothing is promised for it."""
    return Q(GreaterThanOrEqual(Promised(), _Never()), status__in=OPEN_STATES)


def pressing(priority: int) -> Exact:
    """Of that priority, in the words of the index."""
    return Exact(Urgency(), Value(-priority))


def count_each(asked: Sequence[SignalementQuerySet], most: int) -> list[int]:
    """How many there are of each, in one statement; `most + 1` stands for « more than `most` ».

    A count reads all it counts: beyond some hundreds nobody needs to know how many, and a full queue stays quick. In an
    order it is counted along the index of that order, as its page is read; without one, as the planner likes.
    """
    return counted(*counting(asked, most)) if asked else []


def counting(asked: Sequence[SignalementQuerySet], most: int) -> Statement:
    """The statement of `count_each` with its parameters, not asked yet."""
    told, params = [], []
    for rank, signalements in enumerate(asked):
        some = signalements.values_list(Value(1))[: most + 1]
        statement, given = some.query.sql_with_params()
        told.append(f"(SELECT count(*) FROM ({statement}) AS counted{rank})")
        params += given
    return "SELECT " + ", ".join(told), tuple(params)


def counted(statement: str, params: Sequence[Any]) -> list[int]:
    """What a statement of `counting` finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchone())


def rows_of(signalements: SignalementQuerySet, keys: Iterable[int]) -> list[Any]:
    """These signalements with what a row shows and nothing else, in the order of `keys`; joined once they are few.

    Whole streets and territories would come with their outlines: a megabyte to read and to build for thirty names.
    """
    shown = Photo.objects.shown().exclude(thumbnail="").order_by("created_at", "pk").only("fiche", "thumbnail")
    waiting = Photo.objects.waiting().filter(fiche=OuterRef("pk"))
    rows = (
        signalements.model.objects.filter(pk__in=list(keys))
        .select_related(*{name.partition("__")[0] for name in SHOWN if "__" in name})
        .only(*SHOWN)
        .annotate(photo_waits=Exists(waiting))
        .prefetch_related(models.Prefetch("photos", shown, to_attr="shown_photos"))
    )
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys if key in found]


def people_of(keys: Sequence[int]) -> dict[int, int]:
    """How many people said it besides who reported it, by signalement: « moi aussi », and what is joined to it."""
    told: dict[int, int] = {}
    too = Soutien.objects.filter(fiche__in=keys, kind=SoutienKind.TOO).values_list("fiche").annotate(n=Count("pk"))
    joined = Lien.objects.filter(target__in=keys, kind=LienKind.DUPLICATES, undone_at=None)
    for key, count in too.union(joined.values_list("target").annotate(n=Count("pk")), all=True):
        told[key] = told.get(key, 0) + count
    return told


def pins(signalements: SignalementQuerySet, at: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each one's point as GeoJSON text (SRID 4326) and what its pin says, in their order."""
    geometry = AsGeoJSON(PointOnSurface("geom"), precision=DECIMALS)
    columns = {"icon": F("categorie__icon"), "told": F("title"), "at_uuid": F("uuid"), "of": F("number")}
    selected = signalements.annotate(geometry=geometry, **columns)
    for row in selected.values("geometry", "due_at", "paused_at", "status", *columns):
        is_late = bool(row["due_at"] and row["due_at"] < at and not row["paused_at"] and row["status"] in OPEN_STATES)
        said = {"uuid": str(row["at_uuid"]), "number": row["of"], "title": row["told"], "icon": row["icon"]}
        yield row["geometry"], said | {"late": is_late}
