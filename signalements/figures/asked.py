"""What an address asks of the figures: `?periode=2026-T2&categorie=…&ou=…`, or two days with `du` and `au`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.territoires.models import Level, Territoire
from carto.territoires.querysets import TerritoireQuerySet
from signalements.models import Categorie

FIRST, LAST = 1900, 2200  # years that an address may name
QUARTER: Final = re.compile(r"(\d{4})(?:-T([1-4]))?")


@dataclass(frozen=True)
class Asked:
    """A period of whole days, both included, and what it is narrowed to."""

    since: date
    until: date
    periode: str = ""  # « 2026 », « 2026-T2 »; empty: two days, or the last twelve months
    categorie: Categorie | None = None
    place: Territoire | None = None
    usual: bool = False  # nobody asked for a period

    @property
    def ids(self) -> dict[str, int | None]:
        """What the rows are narrowed to, by the names of their columns."""
        level = self.place.level if self.place else None
        return {
            "categorie": self.categorie.pk if self.categorie else None,
            "quartier": self.place.pk if level == Level.QUARTIER else None,
            "commune": self.place.pk if level == Level.COMMUNE else None,
        }

    @property
    def period_said(self) -> str:
        """« du 1er janvier 2026 au 31 mars 2026 »."""
        told = {"since": _day(self.since), "until": _day(self.until)}
        return _("du %(since)s au %(until)s") % told

    def query(self, **changes: str) -> str:
        """The address again, with changes (an empty value takes one away); a named period takes the place of days."""
        days = {} if self.periode or self.usual else {"du": self.since.isoformat(), "au": self.until.isoformat()}
        told = {"periode": self.periode} | days
        told |= {
            "categorie": self.categorie.code if self.categorie else "",
            "ou": self.place.code if self.place else "",
        }
        if "periode" in changes:
            told |= {"du": "", "au": ""}
        return urlencode({name: value for name, value in (told | changes).items() if value})


def read_asked(params: Mapping[str, str]) -> Asked:
    """The figures of an address. Raises ValidationError (French, by parameter) for what does not fit."""
    errors: dict[str, list[str]] = {}
    asked = usual()
    for name, read in (("periode", _periode), ("du", _days), ("categorie", _categorie), ("ou", _place)):
        try:
            asked = read(asked, params)
        except ValidationError as error:
            errors[name] = error.messages
    if errors:
        raise ValidationError(errors)
    return asked


def usual() -> Asked:
    """The last twelve months, all categories, everywhere."""
    today = localdate()
    return Asked(today - timedelta(days=364), today, usual=True)


def _periode(asked: Asked, params: Mapping[str, str]) -> Asked:
    text = params.get("periode", "")
    if not text:
        return asked
    found = QUARTER.fullmatch(text)
    if not found or not FIRST <= int(found[1]) <= LAST:
        raise ValidationError(_("Une année (2026) ou un trimestre (2026-T2)."))
    first, months = (3 * int(found[2]) - 2, 3) if found[2] else (1, 12)
    since = date(int(found[1]), first, 1)
    after = date(since.year + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return replace(asked, since=since, until=after - timedelta(days=1), periode=text, usual=False)


def _days(asked: Asked, params: Mapping[str, str]) -> Asked:
    """Two days, one of which may be left out; a named period comes before them."""
    first, last = params.get("du", ""), params.get("au", "")
    if params.get("periode") or not (first or last):
        return asked
    until = _read_day(last) if last else localdate()
    since = _read_day(first) if first else until - timedelta(days=364)
    if since > until:
        raise ValidationError(_("La période finit avant de commencer."))
    return replace(asked, since=since, until=until, usual=False)


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Ce jour ne se lit pas : écrivez-le comme 2026-03-31.")) from None
    if not FIRST <= day.year <= LAST:
        raise ValidationError(_("Une année entre 1900 et 2200."))
    return day


def _categorie(asked: Asked, params: Mapping[str, str]) -> Asked:
    code = params.get("categorie", "")
    if not code:
        return asked
    found = None if "\x00" in code else Categorie.objects.filter(code=code[:50]).first()
    if found is None:
        raise ValidationError(_("Cette catégorie n’existe pas."))
    return replace(asked, categorie=found)


def _place(asked: Asked, params: Mapping[str, str]) -> Asked:
    code = params.get("ou", "")
    if not code:
        return asked
    known = places().filter(code=code[:20]) if "\x00" not in code else places().none()
    if not (found := known.first()):
        raise ValidationError(_("Ce quartier ou cette commune n’existe pas."))
    return replace(asked, place=found)


def places() -> TerritoireQuerySet:
    """The communes and quartiers in force, without their borders, by name."""
    known = Territoire.objects.in_force(localdate()).filter(level__in=(Level.COMMUNE, Level.QUARTIER))
    return known.defer("geom").order_by("level", "name")


def _day(day: date) -> str:
    return date_format(day, "j F Y")
