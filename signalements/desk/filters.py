"""The desk's filters, read from its address: the list, the map, the counts, the files and the saved views share them.

`?file=retard&categories=depot-sauvage&etats=received,planned&services=voirie&origines=phone,mail
&equipe=voirie-centre&confie=moi&priorite=pressante&territoire=44109&depuis=2026-01-01&jusqua=2026-06-30&cadre=w,s,e,n&q=trou+crébillon&tri=recents`
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from carto.comptes.models import Crew, Service, User
from carto.fiches.filters import Filters
from carto.fiches.models import OPEN_STAGES, Origin, Visibility
from carto.fiches.querysets import day_begins, day_ends
from carto.geometry import Box
from carto.territoires.models import Level, Rue, Territoire
from signalements.desk import querysets as asked
from signalements.desk.querysets import Order
from signalements.desk.queues import ALL, CODES, OPEN
from signalements.models import Categorie, Priority
from signalements.querysets import OPEN_STATES, SignalementQuerySet
from signalements.workflow import Status

LISTS: Final = ("categories", "etats", "services", "origines")
NAMES: Final = (
    "file", *LISTS, "equipe", "confie", "priorite", "territoire", "depuis", "jusqua", "cadre", "q", "tri",
)  # fmt: skip
PRIORITIES: Final = {"pressante": Priority.HIGH, "normale": Priority.NORMAL, "basse": Priority.LOW}
ME, NOBODY = "moi", "personne"
PROMISED: Final = "promesse"
ORDERS: Final = {
    PROMISED: Order(("promised", "reported_at", "pk")),
    "priorite": Order(("urgency", "promised", "reported_at", "pk")),
    "recents": Order(("reported_at", "pk"), descending=True),
    "anciens": Order(("reported_at", "pk")),
}
OF_OPEN: Final = (PROMISED, "priorite")  # what is over has no promise left to keep
NOBODY_S: Final = 0  # the key of no signalement
LONGEST: Final = 200  # characters of what is looked for
PLACES: Final = {
    Level.METROPOLE: "commune__parent", Level.COMMUNE: "commune", Level.QUARTIER: "quartier", Level.IRIS: "iris",
}  # fmt: skip


@dataclass(frozen=True)
class DeskFilters:
    """What is kept; what is empty keeps everything."""

    file: str = ""
    categories: tuple[str, ...] = ()
    etats: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    origines: tuple[str, ...] = ()
    equipe: str = ""
    confie: str = ""
    priorite: str = ""
    territoire: Q | None = None
    depuis: date | None = None
    jusqua: date | None = None
    cadre: Box | None = None
    q: str = ""
    tri: str = ""
    raw: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, params: QueryDict) -> tuple["DeskFilters", dict[str, list[str]]]:
        """From an address: the filters, and what is wrong (French, by parameter); what is wrong keeps everything."""
        errors: dict[str, list[str]] = {}
        found: dict[str, Any] = {}
        for name, reader in _READERS.items():
            try:
                found[name] = reader(_value(params, name))
            except ValidationError as error:
                errors[name] = error.messages
        found |= _shared(params, errors)
        told = {name: value for name in NAMES if name not in errors and (value := _value(params, name))}
        return cls(raw=tuple(told.items()), **found), errors

    def keep(
        self, seen: SignalementQuerySet, user: User, at: datetime, *, counted: bool = False
    ) -> SignalementQuerySet:
        """Keep what the filters keep, among what this person sees; what is joined goes where the kept one goes.

        `counted`: the same rows, said as it is quickest to count them rather than to list them in order.
        """
        kept = seen.exclude(visibility=Visibility.JOINED).filter(self._state(user, at, counted=counted))
        conditions = {
            "categorie__in": self.categories and _keys(Categorie, self.categories),
            "service__in": self.services and _keys(Service, self.services),
        }
        kept = kept.filter(**{name: value for name, value in conditions.items() if value})
        if self.origines:
            kept = kept.filter(origin__in=self.origines)
        kept = self._hands(kept, user)
        if self.priorite:
            kept = kept.filter(asked.pressing(PRIORITIES[self.priorite]))
        if self.territoire is not None:
            kept = kept.filter(self.territoire)
        if self.cadre:
            kept = kept.in_box(self.cadre)
        if self.depuis:
            kept = kept.filter(reported_at__gte=day_begins(self.depuis))
        if self.jusqua:
            kept = kept.filter(reported_at__lt=day_ends(self.jusqua))
        return self._words(kept) if self.q else kept

    def _words(self, kept: SignalementQuerySet) -> SignalementQuerySet:
        """What bears the words, or the number, that are looked for."""
        if self._few is None:
            return kept.filter(asked.found_by(self.q))
        return kept.filter(pk__in=self._few or [NOBODY_S])  # an empty list would leave no statement to count by

    @cached_property
    def _few(self) -> list[int] | None:
        """What bears those words, when they are few; read once, whatever it is asked for."""
        return asked.few_found(self.q)

    def _state(self, user: User, at: datetime, *, counted: bool) -> Q:
        """The queue and the states. A number is looked for everywhere, and so is what asks for its own states."""
        told = Q(status__in=self.etats) if self.etats else Q()
        if not self.file:
            if self.etats or asked.is_number(self.q):
                return told
            # The same, in the words of the index that knows what is open in each quartier.
            return Q(stage__in=OPEN_STAGES) if counted and self.in_quartier else OPEN
        return told if self.file == ALL else told & CODES[self.file].keeps(user, at)

    def _hands(self, kept: SignalementQuerySet, user: User) -> SignalementQuerySet:
        """In whose hands it is."""
        if self.equipe:
            kept = kept.filter(crew=None) if self.equipe == "aucune" else kept.filter(crew__code=self.equipe)
        if self.confie:
            kept = kept.filter(assignee=user.pk if self.confie == ME else None)
        return kept

    @property
    def many_words(self) -> bool:
        """Whether the words that are looked for are in more signalements than can be named one by one."""
        return bool(self.q) and not asked.is_number(self.q) and self._few is None

    @property
    def alone(self) -> bool:
        """Whether a queue is asked for and nothing narrows it."""
        return {name for name, _text in self.raw} <= {"file", "tri"}

    @property
    def in_quartier(self) -> bool:
        """Whether a quartier is looked at, no wider and no narrower."""
        return self.territoire is not None and self.territoire.children[0][0] == PLACES[Level.QUARTIER]

    @property
    def open_only(self) -> bool:
        """Whether all that is kept is open: only that has an order of promises."""
        if self.etats:
            return set(self.etats) <= set(OPEN_STATES)
        return self.file != ALL and not (not self.file and asked.is_number(self.q))

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders that may be asked for, the usual one first."""
        return tuple(ORDERS) if self.open_only else tuple(name for name in ORDERS if name not in OF_OPEN)

    @property
    def order_name(self) -> str:
        """The order that the list has."""
        return self.tri if self.tri in self.orders else self.orders[0]

    @property
    def order(self) -> Order:
        """The same, as keys."""
        return ORDERS[self.order_name]

    def query(self, **changes: str) -> str:
        """The address's query string again, with changes (an empty value removes a parameter)."""
        params = dict(self.raw) | changes
        return urlencode({name: value for name, value in params.items() if value}, safe=",")


def _value(params: QueryDict, name: str) -> str:
    """One text: a form without JavaScript sends a list's values one by one, a link joins them with commas."""
    text = ",".join(part for part in params.getlist(name) if part) if name in LISTS else params.get(name, "")
    return text.strip()


def _one_of(known: Collection[str], text: str) -> str:
    if text and text not in known:
        raise _unknown(text)
    return text


def _some_of(known: Callable[[], Collection[str]], text: str) -> tuple[str, ...]:
    words = tuple(word for word in dict.fromkeys(text.split(",")) if word)
    if words and (strange := [word for word in words if word not in known()]):
        raise _unknown(", ".join(strange))
    return words


def _unknown(text: str) -> ValidationError:
    return ValidationError(_("Valeur inconnue : « %(text)s ».") % {"text": text.replace("\x00", "")[:80]})


def _crew(text: str) -> str:
    if text and text != "aucune" and ("\x00" in text or not Crew.objects.filter(code=text).exists()):
        raise _unknown(text)
    return text


def _words(text: str) -> str:
    if "\x00" in text:
        raise _unknown(text)
    if len(text) > LONGEST:
        raise ValidationError(_("C’est trop long à chercher : quelques mots suffisent."))
    if text and not any(letter.isalnum() for letter in text):
        raise ValidationError(_("Il faut au moins un mot ou un numéro à chercher."))
    return text


def _territoire(code: str) -> Q | None:
    """In the territory or street of that code, which is looked up once."""
    if not code:
        return None
    if "\x00" in code or len(code) > 160:
        raise ValidationError(_("Territoire inconnu."))
    if place := Territoire.objects.filter(code=code, valid_to=None).order_by("level").first():
        return Q(**{PLACES[Level(place.level)]: place.pk})
    if street := Rue.objects.filter(code=code).first():
        return Q(rue=street.pk)
    raise ValidationError(_("Territoire inconnu."))


def _shared(params: QueryDict, errors: dict[str, list[str]]) -> dict[str, Any]:
    """What the public map reads too, in the same words: the period and the frame."""
    names = ("depuis", "jusqua", "cadre")
    told = QueryDict(mutable=True)
    told.update({name: params[name] for name in names if params.get(name)})
    try:
        read = Filters.read(told)
    except ValidationError as error:
        errors |= error.message_dict
        for name in error.message_dict:
            told.pop(name, None)
        read = Filters.read(told)
    return {name: getattr(read, name) for name in names}


def _codes(model: type) -> frozenset[str]:
    return frozenset(model.objects.values_list("code", flat=True))


def _keys(model: type, codes: Collection[str]) -> list[int]:
    return list(model.objects.filter(code__in=codes).values_list("pk", flat=True))


_READERS: Final = {
    "file": partial(_one_of, (*CODES, ALL)),
    "categories": partial(_some_of, partial(_codes, Categorie)),
    "etats": partial(_some_of, lambda: {status.value for status in Status}),
    "services": partial(_some_of, partial(_codes, Service)),
    "origines": partial(_some_of, lambda: frozenset(Origin.values)),
    "equipe": _crew,
    "confie": partial(_one_of, (ME, NOBODY)),
    "priorite": partial(_one_of, PRIORITIES),
    "territoire": _territoire,
    "q": _words,
    "tri": partial(_one_of, ORDERS),
}
