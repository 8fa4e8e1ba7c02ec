"""How a foreign file says what we need: a small TOML file names its columns. `content/mappings/` holds examples."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from signalements.workflow import Status


@dataclass(frozen=True)
class Rule:
    """A category for rows whose column holds one of these words (case is forgiven); the first that fits wins."""

    code: str
    column: str
    # Both in case-folded form.
    contains: tuple[str, ...] = ()
    equals: tuple[str, ...] = ()

    def fits(self, values: dict[str, str]) -> bool:
        """Whether a row with these values, by column, is of this category."""
        value = values[self.column].casefold()
        return value in self.equals or any(word in value for word in self.contains)


@dataclass(frozen=True)
class Mapping:
    """The columns of a CSV file, by what they mean; an empty name means that the file has none."""

    source: str  # said in the history: « Repris de Dans ma rue »
    id: str
    longitude: str = ""
    latitude: str = ""
    wkt: str = ""
    title: str = ""
    text: str = ""
    remove: re.Pattern[str] | None = None  # taken out of title and text: internal codes of the other system
    date: str = ""
    date_format: str = ""  # strptime's; ISO 8601 when empty
    rules: tuple[Rule, ...] = ()
    default: str = ""  # the category of rows that no rule fits; without it they are refused
    status: str = ""
    statuses: dict[str, Status] = field(default_factory=dict)
    default_status: Status = Status.RECEIVED
    delimiter: str = ","
    encoding: str = "utf-8-sig"

    @cached_property
    def rule_columns(self) -> tuple[str, ...]:
        """The columns that decide of the category."""
        return tuple(dict.fromkeys(rule.column for rule in self.rules))

    def columns(self) -> set[str]:
        """Every column that the file must have."""
        named = {self.id, self.longitude, self.latitude, self.wkt, self.title, self.text, self.date, self.status}
        return (named | set(self.rule_columns)) - {""}

    def category_of(self, values: dict[str, str]) -> str:
        """The code of the first rule that fits, else the default (which may be empty)."""
        return next((rule.code for rule in self.rules if rule.fits(values)), self.default)

    def status_of(self, row: dict[str, str]) -> Status:
        """The state that the row's own word means."""
        return self.statuses.get(row.get(self.status, ""), self.default_status)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file; raises ValidationError (French) when it cannot serve."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValidationError(_("Correspondance illisible : %(error)s") % {"error": error}) from error
    try:
        return _mapping(data)
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        raise ValidationError(_("Correspondance incomplète ou mal écrite : %(error)s") % {"error": error}) from error


def _mapping(data: dict[str, Any]) -> Mapping:
    """From the file's tables; KeyError, TypeError or ValueError when one is missing or wrong."""
    place, said, moment = data["place"], data.get("words", {}), data["date"]
    category, status = data["category"], data.get("status", {})
    if not (place.get("wkt") or (place.get("longitude") and place.get("latitude"))):
        raise KeyError("place: longitude + latitude, wkt")
    return Mapping(
        **data["file"],
        **place,
        title=said.get("title", ""),
        text=said.get("text", ""),
        remove=re.compile(said["remove"]) if said.get("remove") else None,
        date=moment["column"],
        date_format=moment.get("format", ""),
        rules=tuple(_rule(rule) for rule in category.get("rules", ())),
        default=category.get("default", ""),
        status=status.get("column", ""),
        statuses={word: Status(value) for word, value in status.get("values", {}).items()},
        default_status=Status(status.get("default", Status.RECEIVED)),
    )


def _rule(data: dict[str, Any]) -> Rule:
    """One `[[category.rules]]` table."""
    words = {name: tuple(word.casefold() for word in data.get(name, ())) for name in ("contains", "equals")}
    return Rule(code=data["code"], column=data["column"], **words)
