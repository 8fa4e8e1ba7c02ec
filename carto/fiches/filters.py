"""A view's filters, read from its address: the map, list, count, tiles, search and exports share this one reading.

`?couches=signalements,idees&themes=voirie&etapes=new,in_progress&depuis=2026-01-01&jusqua=2026-06-30&cadre=w,s,e,n&territoire=44109`
`&etiquette=ombre&parmi=jour:1,signalements.etat:treated`
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from importlib import import_module
from operator import or_
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.fiches.grouping import dimensions, read_among
from carto.fiches.layers import layer_named, layers
from carto.fiches.models import Etiquetage, Fiche, Stage
from carto.fiches.querysets import FicheQuerySet
from carto.geometry import Box, read_box


@dataclass(frozen=True)
class Filters:
    """What is kept; an empty tuple or None keeps everything."""

    couches: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    etapes: tuple[str, ...] = ()
    depuis: date | None = None
    jusqua: date | None = None
    cadre: Box | None = None
    territoire: str = ""
    etiquette: str = ""
    parmi: tuple[tuple[str, str], ...] = ()  # dimensions, each with the one value that is kept
    raw: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, params: QueryDict) -> "Filters":
        """From an address; raises ValidationError (French, one message per wrong parameter)."""
        if params.keys().isdisjoint(NAMES):  # most tiles
            return cls()
        errors: dict[str, ValidationError] = {}

        def part(name: str, reader: object) -> object:
            try:
                return reader(_value(params, name))
            except ValidationError as error:
                errors[name] = error
                return None

        found = cls(
            couches=part("couches", _couches),
            themes=part("themes", _words),
            etapes=part("etapes", _stages),
            depuis=part("depuis", _day),
            jusqua=part("jusqua", _day),
            cadre=part("cadre", _box),
            territoire=part("territoire", _code),
            etiquette=part("etiquette", _tag),
            parmi=part("parmi", read_among),
            raw=_kept(params),
        )
        if found.depuis and found.jusqua and found.depuis > found.jusqua:
            errors["jusqua"] = _backwards(found.depuis, found.jusqua)
        if errors:
            raise ValidationError({name: error.messages for name, error in errors.items()})
        return found

    def apply(self, fiches: FicheQuerySet) -> FicheQuerySet:
        """Keep what the filters keep, among `fiches`."""
        if self.couches:
            fiches = fiches.filter(kind__in=[layer_named(name).kind.value for name in self.couches])
        if self.themes:
            fiches = fiches.filter(theme__code__in=self.themes)
        if self.etapes:
            fiches = fiches.filter(stage__in=self.etapes)
        if self.depuis:
            fiches = fiches.since(self.depuis)
        if self.jusqua:
            fiches = fiches.until(self.jusqua)
        if self.cadre:
            fiches = fiches.in_box(self.cadre)
        if self.territoire:
            fiches = fiches.filter(_in_territoire(self.territoire))
        if self.etiquette:
            fiches = fiches.filter(pk__in=Etiquetage.objects.called(self.etiquette).values("fiche_id"))
        for code, value in self.parmi:
            fiches = dimensions()[code].kept(fiches, value)
        return fiches

    def fiches(self) -> FicheQuerySet:
        """The public fiches of the view: the one query that map, list, count and download share."""
        return self.apply(Fiche.objects.public())

    def counted_by_kind(self) -> dict[str, int]:
        """How many fiches of each kind the view holds, `{"signalement": 300, …}`; kinds without any are absent.

        The same number as `fiches()`, from the setting COMPTEUR: at a million fiches a COUNT takes most of a second.
        """
        return import_module(settings.COMPTEUR).counts_by_kind(self)

    def counted_by_day(self) -> dict[date, int]:
        """How many were made on each day of the city's time zone, in order; days without any are absent."""
        return import_module(settings.COMPTEUR).counts_by_day(self)

    def query(self, **changes: str) -> str:
        """The address's query string again, with changes (an empty value removes a parameter)."""
        params = dict(self.raw) | changes
        return urlencode({name: value for name, value in params.items() if value}, safe=",:")


TAG = re.compile(r"[a-z0-9_-]{1,40}")
LISTS = ("couches", "themes", "etapes", "parmi")
NAMES = ("couches", "themes", "etapes", "depuis", "jusqua", "cadre", "territoire", "etiquette", "parmi")


def _kept(params: QueryDict) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in NAMES if (value := _value(params, name)))


def _value(params: QueryDict, name: str) -> str:
    """One text: a form without JavaScript sends a list's values one by one, a link joins them with commas."""
    return ",".join(params.getlist(name)) if name in LISTS else params.get(name, "")


def _words(text: str) -> tuple[str, ...]:
    if "\x00" in text or len(text) > 1000:
        raise ValidationError(_("Valeur illisible."))
    return tuple(word for word in dict.fromkeys(text.split(",")) if word)


def _couches(text: str) -> tuple[str, ...]:
    names = _words(text)
    known = {layer.name for layer in layers()}
    if unknown := [name for name in names if name not in known]:
        raise ValidationError(_("Couche inconnue : %(names)s.") % {"names": ", ".join(unknown)[:80]})
    return names


def _stages(text: str) -> tuple[str, ...]:
    names = _words(text)
    if unknown := [name for name in names if name not in Stage.values]:
        raise ValidationError(_("Étape inconnue : %(names)s.") % {"names": ", ".join(unknown)[:80]})
    return names


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Date illisible : année-mois-jour est attendu, comme 2026-01-31.")) from None
    if not 1900 <= day.year <= 2200:
        raise ValidationError(_("Cette date est trop lointaine."))
    return day


def _backwards(since: date, until: date) -> ValidationError:
    """What to tell somebody whose period ends before it begins."""
    days = {"since": date_format(since, "j F Y"), "until": date_format(until, "j F Y")}
    told = _("La période commence le %(since)s et finit avant, le %(until)s : est-ce l’inverse ?") % days
    return ValidationError(told, code="backwards")


def _box(text: str) -> Box | None:
    return read_box(text) if text else None


def _code(text: str) -> str:
    if "\x00" in text or len(text) > 160:
        raise ValidationError(_("Territoire inconnu."))
    return text


def _tag(text: str) -> str:
    if text and not TAG.fullmatch(text):
        raise ValidationError(_("Étiquette inconnue."))
    return text


def _in_territoire(code: str) -> Q:
    """In a métropole, commune, quartier, IRIS or street of that code."""
    levels = ("commune__parent", "commune", "quartier", "iris", "rue")
    return reduce(or_, (Q(**{f"{level}__code": code}) for level in levels))
