"""The city's calendar as it is asked for: a month or what is past, of one place, one theme, some sorts."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.declared import CALENDRIERS
from carto.demarches.agenda.entries import Entry, Sort, Telling, Window
from carto.fiches.models import Theme
from carto.territoires.models import Territoire

FIRST: Final = date(2000, 1, 1)
AHEAD: Final = timedelta(days=365)  # of the file for calendars
BEHIND: Final = timedelta(days=30)
LATEST_YEAR: Final = 2100


@dataclass(frozen=True)
class Asked:
    """What is kept; empty keeps everything."""

    month: date  # its first day
    past: bool = False
    place: Territoire | None = None
    theme: str = ""
    sorts: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: QueryDict) -> "Asked":
        """From an address; ValidationError (French) for what names nothing."""
        place, theme = params.get("territoire", ""), params.get("theme", "")
        sorts = tuple(dict.fromkeys(each for each in params.getlist("sorte") if each))
        if set(sorts) - set(Sort.values):
            raise ValidationError(_("Cette sorte de rendez-vous n’existe pas."))
        if theme and ("\x00" in theme or not Theme.objects.filter(code=theme).exists()):
            raise ValidationError(_("Ce thème n’existe pas."))
        return cls(_month(params.get("mois", "")), params.get("passe") == "1", _place(place), theme, sorts)

    @property
    def end(self) -> date:
        """The last day of the month."""
        return self.month.replace(day=monthrange(self.month.year, self.month.month)[1])

    def params(self, **changed: str) -> str:
        """The same view as the end of an address, with what differs."""
        told = [("territoire", self.place.code if self.place else ""), ("theme", self.theme)]
        told += [("sorte", each) for each in self.sorts]
        return urlencode([pair for pair in (*told, *changed.items()) if pair[1]])


def _month(said: str) -> date:
    if not said:
        return localdate().replace(day=1)
    try:
        month = date.fromisoformat(f"{said}-01")
    except ValueError:
        month = date.max
    if not FIRST <= month <= date(LATEST_YEAR, 12, 1):
        raise ValidationError(_("Un mois s’écrit ainsi : 2027-03."))
    return month


def _place(code: str) -> Territoire | None:
    if not code:
        return None
    found = None if "\x00" in code else Territoire.objects.filter(code=code, valid_to=None).first()
    if found is None:
        raise ValidationError(_("Ce territoire n’existe pas."))
    return found


def entries(asked: Asked, window: Window) -> list[Entry]:
    """All that overlaps the window and is asked for, in order: as many queries as rooms tell of something."""
    tellings: list[Telling] = [import_string(path) for path in CALENDRIERS]
    found = [each for telling in tellings for each in telling(window)]
    return sorted(_kept(found, asked), key=lambda each: (each.first, each.begins.isoformat(), each.key))


def _kept(found: Iterable[Entry], asked: Asked) -> Iterable[Entry]:
    own = family(asked.place) if asked.place else set()
    border = asked.place.geom.prepared if asked.place else None
    for each in found:
        if (asked.sorts and each.heard not in asked.sorts) or (asked.theme and each.theme != asked.theme):
            continue
        everywhere = border is None or not (each.areas or each.shape)
        if everywhere or own & set(each.areas) or (not each.areas and border.intersects(each.shape)):
            yield each


def family(place: Territoire) -> set[int]:
    """Its key, those above it and those within it: what is about the commune is about its quartiers."""
    keys, above = {place.pk}, place.parent_id
    while above and above not in keys:
        keys.add(above)
        above = Territoire.objects.filter(pk=above).values_list("parent_id", flat=True).first()
    return keys | set(Territoire.objects.filter(parent=place, valid_to=None).values_list("pk", flat=True))
