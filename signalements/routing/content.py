"""The rules and crews that the product begins with, from a readable file; what a city has changed stays."""

import tomllib
from datetime import time
from pathlib import Path
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from carto.comptes.models import Crew, Service
from carto.territoires.models import Level, Territoire
from signalements.models import Categorie, RoutingRule

FILE: Final = Path(__file__).parents[1] / "content" / "rules.toml"


def load_rules(path: Path = FILE) -> int:
    """Load the rules of a file where there is none yet; returns how many. A rule about a place that the city does not
    have is left out: without its place it would take everything. KeyError for a code that does not exist.
    """
    if RoutingRule.objects.exists():
        return 0
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    services = Service.objects.in_bulk(field_name="code")
    for row in told.get("crew", []):
        known = {"name": row["name"], "service": services[row["service"]]}
        Crew.objects.get_or_create(code=row["code"], defaults=known)
    crews = Crew.objects.in_bulk(field_name="code")
    stored = 0
    for row in told.get("rule", []):
        territoire = _territoire(row["territoire"]) if "territoire" in row else None
        if territoire is None and "territoire" in row:
            continue
        rule = RoutingRule.objects.create(
            order=stored, service=services[row["service"]], crew=crews[row["crew"]] if "crew" in row else None,
            territoire=territoire, **_plain(row),
        )  # fmt: skip
        rule.categories.set(Categorie.objects.filter(code__in=row.get("categories", [])))
        stored += 1
    return stored


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """What is stored as it is written."""
    kept = ("name", "temporalities", "answers", "weekdays", "closed_days", "priority")
    hours = {f"{name}_hour": time.fromisoformat(row[name]) for name in ("from", "until") if name in row}
    return {name: row[name] for name in kept if name in row} | hours


def _territoire(name: str) -> Territoire | None:
    """The quartier or commune of that name, or nearly: « Centre Ville »."""
    found = Territoire.objects.in_force(timezone.localdate()).defer("geom")
    named = Q(name__iexact=name) | Q(name__iexact=name.replace("-", " "))
    return found.filter(named, level__in=(Level.QUARTIER, Level.COMMUNE)).order_by("-level").first()


def remove_rules(path: Path = FILE) -> None:
    """Take away those of the file that nobody has changed, and its crews that have no work."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    names, codes = ([row[key] for row in told.get(of, [])] for of, key in (("rule", "name"), ("crew", "code")))
    RoutingRule.objects.filter(name__in=names, changed_by=None).delete()
    Crew.objects.filter(code__in=codes, signalements=None, roles=None, rules=None).delete()
