"""What the browser gets once: every candidate of a scale, as small as can be, to be weighed and drawn over there."""

from typing import Any

from django.db.models import Count, Max, Q

from carto.fiches.models import Visibility
from carto.territoires.models import Territoire
from projets.opportunites.candidats.telling import EVERYWHERE, asleep
from projets.opportunites.candidats.weighing import full_of
from projets.opportunites.models import SIGNALS, Candidat, Formule, Scale, Sommeil

DECIMALS = 5  # of a degree: a metre


def stamp(scale: str, formule: Formule) -> str:
    """Changes whenever what is sent could."""
    shown = Count("opportunite", Q(opportunite__visibility=Visibility.PUBLIC))
    moved = Max("opportunite__updated_at")  # it may fall asleep, or wake
    told = Candidat.objects.filter(scale=scale).aggregate(
        n=Count("pk"), last=Max("computed_at"), shown=shown, moved=moved
    )
    last, moved_at = (told[name].timestamp() if told[name] else 0 for name in ("last", "moved"))
    return f'"{scale}-{formule.version}-{told["n"]}-{told["shown"]}-{last}-{moved_at}"'


class _Once:
    """Things that many rows name, each written once; a row says which by its rank."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self._ranks: dict[Any, int] = {}

    def rank(self, key: Any, *row: Any) -> int:
        if key not in self._ranks:
            self._ranks[key] = len(self.rows)
            self.rows.append(list(row))
        return self._ranks[key]


class _Topics(_Once):
    """The topics that candidates have become, with until when they sleep and why."""

    def __init__(self) -> None:
        super().__init__()
        sleeps = Sommeil.objects.filter(ended_at=None).values_list("opportunite", "until", "reason")
        self._sleeps = {topic: asleep(until, why) for topic, until, why in sleeps}

    def of(self, row: dict[str, Any], uuid: Any) -> int:
        told = self._sleeps.get(row["opportunite_id"], "")
        return self.rank(uuid, row["opportunite__title"], f"/opportunites/{uuid}/", told)


def table(scale: str, formule: Formule) -> dict[str, Any]:
    """Themes, places and rows, in the order in which they were first counted, which settles ties.

    A place is `[id, code, name, id of its territory, longitude, latitude]` (SRID 4326); a topic is
    `[title, address, until when it sleeps and why]`; a row is `[place, theme, topic or -1, value or null of each
    signal…]`.
    """
    themes, places, topics = _Once(), _Once(), _Topics()
    signals = [signal for signal in SIGNALS if signal in formule.weights]
    rows = [
        [*_named(row, themes, places, topics), *(_short(row[signal]) for signal in signals)]
        for row in Candidat.objects.filter(scale=scale).order_by("pk").values(*FIELDS)
    ]
    full = full_of(formule, scale)
    return {
        "scale": scale,
        "version": formule.version,
        "signals": signals,
        "full": [full.get(signal) for signal in signals],
        "themes": themes.rows,
        "places": places.rows,
        "topics": topics.rows,
        "areas": _areas() if scale != Scale.METROPOLE else [],
        "rows": rows,
    }


FIELDS = (
    "spot", "theme__code", "theme__name", "rue_id", "rue__code", "rue__name", "territoire_id", "territoire__code",
    "territoire__name", "opportunite_id", "opportunite__title", "opportunite__uuid", "opportunite__visibility",
    *SIGNALS,
)  # fmt: skip


def _named(row: dict[str, Any], themes: _Once, places: _Once, topics: _Topics) -> tuple[int, int, int]:
    kind = "rue" if row["rue_id"] else "territoire"
    spot = (round(row["spot"].x, DECIMALS), round(row["spot"].y, DECIMALS))
    told = (row[f"{kind}_id"], row[f"{kind}__code"] or EVERYWHERE, row[f"{kind}__name"] or "")
    place = places.rank((kind, row[f"{kind}_id"]), *told, row["territoire_id"], *spot)
    theme = themes.rank(row["theme__code"], row["theme__code"], row["theme__name"])
    uuid = row["opportunite__visibility"] == Visibility.PUBLIC and row["opportunite__uuid"]
    return place, theme, topics.of(row, uuid) if uuid else -1


def _short(value: float | None) -> float | int | None:
    """Whole numbers without « .0 »: a sixth of what is sent."""
    return int(value) if value is not None and value == int(value) else value


def _areas() -> list[list[Any]]:
    """`[id, code, name, id of what holds it]` of every territory in which a candidate is, and of what holds these."""
    near = set(Candidat.objects.exclude(territoire=None).order_by().values_list("territoire_id", flat=True).distinct())
    known = {row[0]: row for row in Territoire.objects.values_list("pk", "code", "name", "parent_id")} if near else {}
    found: dict[int, list[Any]] = {}
    for area in near:
        while area is not None and area not in found:
            found[area] = list(known[area])
            area = known[area][3]
    return list(found.values())
